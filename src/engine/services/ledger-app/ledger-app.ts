import { allowValue, asksBy } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { resolvedPath } from '../../http/path.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service, Span } from '../../trace/span.ts';
import { late } from '../late.ts';
import { receiveCallback } from './callback.ts';
import type { LedgerConfig } from './callback.ts';

function page(span: Span, status: number, title: string, sentence: string): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ...(span.duty('http.no-store', 'Cache-Control: no-store') ? ([['Cache-Control', 'no-store']] as const) : []),
      ...(span.duty('http.no-referrer', 'Referrer-Policy: no-referrer') ? ([['Referrer-Policy', 'no-referrer']] as const) : []),
    ],
    body: `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<p>${sentence}</p>\n</body>\n</html>\n`,
  };
}

function callback(request: HttpRequest, span: Span, config: LedgerConfig, name: string): HttpResponse {
  const { refused, error, code } = receiveCallback(request, span, config);
  if (refused) return page(span, 400, 'Login refused', 'This answer does not belong to a login you began here. Start again.');
  if (error !== undefined) return page(span, 200, 'Login did not happen', 'The authorization server sent no code. Start again.');
  if (code === undefined) return page(span, 400, 'Login refused', 'The answer holds no code. Start again.');
  // The code leaves the address bar and the history before the page can load anything. RFC 9700 §4.3.1
  if (span.duty('rp.callback-clean', '303 to an address without the code'))
    return {
      status: 303,
      headers: [
        ['Location', '/'],
        ['Cache-Control', 'no-store'],
      ],
      body: '',
    };
  return page(span, 200, name, 'You are back from the authorization server.');
}

const backchannelLogout = late<[HttpRequest, Span, LedgerConfig], HttpResponse>(() =>
  import('./backchannel-logout.ts').then((part) => part.backchannelLogout),
);

/** The paths of the app, and the method each takes. Its dashboard is a client of its own, with a redirect URI of its own. */
const PATHS: Readonly<Record<string, string>> = {
  '/': 'GET',
  '/callback': 'GET',
  '/dashboard/callback': 'GET',
  '/backchannel-logout': 'POST',
};

/** A web app's back end, as the browser sees it: the redirect URI and a home page. `name` is what its pages are called. */
export function createLedgerApp(config: LedgerConfig, name = 'Ledger'): Service {
  return (request, span) => {
    const path = resolvedPath(request.url);
    const method = Object.hasOwn(PATHS, path) ? PATHS[path] : undefined;
    if (!span.check('http.path-known', pathKnown(path, method !== undefined)) || method === undefined)
      return Promise.resolve(page(span, 404, 'Not here', 'There is nothing at this address.'));
    const methods = config.formPost && path === '/callback' ? [method, 'POST'] : [method];
    const allowed = allowValue(methods);
    const asked = methods.some((one) => asksBy(request, one));
    if (!span.check('http.method', { passed: asked, expected: allowed, received: request.method })) {
      const refused = page(span, 405, 'Not this way', `This address takes ${allowed}.`);
      return Promise.resolve({ ...refused, headers: [...refused.headers, ['Allow', allowed] as const] });
    }
    if (path === '/backchannel-logout') return backchannelLogout(request, span, config);
    if (path.endsWith('/callback')) return Promise.resolve(callback(request, span, config, name));
    const done = config.memory.received?.code !== undefined;
    return Promise.resolve(page(span, 200, name, done ? 'You are back from the authorization server.' : 'Log in to see your invoices.'));
  };
}
