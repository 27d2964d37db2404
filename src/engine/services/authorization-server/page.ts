import type { Header, HttpResponse } from '../../http/message.ts';
import type { Judge } from '../../trace/span.ts';
import { noStore } from './respond.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Makes a text safe to stand in HTML, between tags and in quoted attributes. HTML §13.1.4 */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}

/** Puts a text into a page: escaped, unless that defence is left out. */
export type Echo = (text: string) => string;

/**
 * An HTML page of the authorization server. It is neither cached nor framed, and tells the next
 * site nothing about its address. RFC 9700 §4.2.4, §4.16
 */
export function page(
  judge: Judge,
  status: number,
  title: string,
  body: (echo: Echo) => string,
  headers: readonly Header[] = [],
): HttpResponse {
  const echo: Echo = judge.duty('http.escape-html', 'every echoed text escaped') ? escapeHtml : (text) => text;
  const unframed = judge.duty('authorize.no-framing', "frame-ancestors 'none'");
  const policy = `default-src 'none'; img-src data:; base-uri 'none'${unframed ? "; frame-ancestors 'none'" : ''}`;
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ...noStore(judge),
      ['Content-Security-Policy', policy],
      ...(unframed ? ([['X-Frame-Options', 'DENY']] as const) : []),
      ...(judge.duty('http.no-referrer', 'Referrer-Policy: no-referrer') ? ([['Referrer-Policy', 'no-referrer']] as const) : []),
      ...headers,
    ],
    body: `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>\n<body>\n<h1>${escapeHtml(title)}</h1>\n${body(echo)}\n</body>\n</html>\n`,
  };
}

/** An error the user is shown and that is never redirected. RFC 6749 §4.1.2.1 */
export function errorPage(judge: Judge, status: number, error: string, explanation: string, echoed?: string): HttpResponse {
  return page(
    judge,
    status,
    'This request cannot go on',
    (echo) =>
      `<p>${explanation}</p>${echoed === undefined ? '' : `\n<p>What came: <code>${echo(echoed)}</code></p>`}\n<p>Error: <code>${error}</code></p>`,
  );
}
