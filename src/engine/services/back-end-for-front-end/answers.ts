import { formatChallenge } from '../../http/challenge.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import { problem } from '../../http/problem.ts';
import type { Judge } from '../../trace/span.ts';

/** Headers of everything that a browser must not keep. */
function fresh(judge: Judge): Header[] {
  return judge.duty('http.no-store', 'Cache-Control: no-store') ? [['Cache-Control', 'no-store']] : [];
}

/** A page of the app, or one that says why there is none. */
export function page(judge: Judge, status: number, sentence: string, headers: readonly Header[] = []): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ...fresh(judge),
      ...(judge.duty('http.no-referrer', 'Referrer-Policy: no-referrer') ? ([['Referrer-Policy', 'no-referrer']] as const) : []),
      ...headers,
    ],
    body: `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Expenses</title></head>\n<body>\n<h1>Expenses</h1>\n<p>${sentence}</p>\n</body>\n</html>\n`,
  };
}

/** A page that says why it goes no further. */
export function refused(judge: Judge, status: number, sentence: string): HttpResponse {
  return page(judge, status, sentence);
}

/** On to another address, by GET: what may not stand in a URI is encoded, so that it ends no header. RFC 9110 §10.2.2, §15.4.4 */
export function seeOther(location: string, headers: readonly Header[] = []): HttpResponse {
  const uri = location.toWellFormed().replaceAll(/[^\x21-\x7E]/gu, encodeURIComponent);
  return { status: 303, headers: [['Location', uri], ['Cache-Control', 'no-store'], ...headers], body: '' };
}

/** A JSON answer to the page's own script. */
export function json(judge: Judge, status: number, body: unknown, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'application/json'], ...fresh(judge), ...headers], body: JSON.stringify(body) };
}

/**
 * Asks for a login in a 401, which has to hold a challenge. No specification registers a scheme for sessions, so this
 * one is the app's own, and a browser shows no dialog for it. RFC 9110 §15.5.2
 */
export function sessionChallenge(status: number): Header[] {
  return status === 401 ? [['WWW-Authenticate', formatChallenge({ scheme: 'Session', parameters: [['realm', 'expenses']] })]] : [];
}

/** A refusal to the page's own script. RFC 9457 */
export function refusedCall(judge: Judge, status: number, detail: string): HttpResponse {
  return problem(status, { detail }, [...sessionChallenge(status), ...fresh(judge)]);
}
