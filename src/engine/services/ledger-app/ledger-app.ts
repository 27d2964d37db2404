import { allowValue, asksBy } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { resolvedPath } from '../../http/path.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service, Span } from '../../trace/span.ts';
import { late } from '../late.ts';
import { broughtByBrowser, hasSession, openSession } from './browser-session.ts';
import { receiveCallback } from './callback.ts';
import type { LedgerConfig } from './callback.ts';

function page(span: Span, status: number, title: string, sentence: string, cookies: readonly Header[] = []): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'text/html; charset=utf-8'],
      ...(span.duty('http.no-store', 'Cache-Control: no-store') ? ([['Cache-Control', 'no-store']] as const) : []),
      ...(span.duty('http.no-referrer', 'Referrer-Policy: no-referrer') ? ([['Referrer-Policy', 'no-referrer']] as const) : []),
      ...cookies,
    ],
    body: `<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n<p>${sentence}</p>\n</body>\n</html>\n`,
  };
}

function callback(request: HttpRequest, span: Span, config: LedgerConfig, name: string): HttpResponse {
  const browser = config.sessions && broughtByBrowser(request, span, config);
  const { refused, error, code } = receiveCallback(request, span, config, browser);
  if (refused) return page(span, 400, 'Login refused', 'This answer does not belong to a login you began here. Start again.');
  if (error !== undefined) return page(span, 200, 'Login did not happen', 'The authorization server sent no code. Start again.');
  if (code === undefined) return page(span, 400, 'Login refused', 'The answer holds no code. Start again.');
  const cookies = config.sessions ? openSession(span, config) : [];
  // The code leaves the address bar and the history before the page can load anything. RFC 9700 §4.3.1
  if (span.duty('rp.callback-clean', '303 to an address without the code'))
    return { status: 303, headers: [['Location', '/'], ['Cache-Control', 'no-store'], ...cookies], body: '' };
  return page(span, 200, name, 'You are back from the authorization server.', cookies);
}

/** The home page, which knows only the browser that has the session. */
function home(request: HttpRequest, span: Span, config: LedgerConfig, name: string): HttpResponse {
  const { received, session } = config.memory;
  const known = !config.sessions || hasSession(request, span, config);
  if (known && config.sessions && session) return page(span, 200, name, 'You are logged in.');
  const back = known && received?.code !== undefined;
  return page(span, 200, name, back ? 'You are back from the authorization server.' : 'Log in to see your invoices.');
}

const takeLogout = late(async () => (await import('./take-logout.ts')).takeLogout);
const sendToLogIn = late(async () => (await import('./send-to-log-in.ts')).sendToLogIn);

interface Route {
  /** The method that the address takes. */
  readonly method: string;
  readonly handler: (request: HttpRequest, span: Span, config: LedgerConfig, name: string) => HttpResponse | Promise<HttpResponse>;
}

/** The addresses of the app. Its dashboard is a client of its own, with a redirect URI of its own. */
const ROUTES: Readonly<Record<string, Route>> = {
  '/': { method: 'GET', handler: home },
  '/callback': { method: 'GET', handler: callback },
  '/dashboard/callback': { method: 'GET', handler: callback },
  '/backchannel-logout': { method: 'POST', handler: takeLogout },
};

function routeTo(path: string, { sessions }: LedgerConfig): Route | undefined {
  if (sessions && path === '/login') return { method: 'GET', handler: (_request, span, config) => sendToLogIn(span, config, sessions) };
  return Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
}

/** A web app's back end, as the browser sees it: the redirect URI and a home page. `name` is what its pages are called. */
export function createLedgerApp(config: LedgerConfig, name = 'Ledger'): Service {
  return async (request, span) => {
    const path = resolvedPath(request.url);
    const route = routeTo(path, config);
    if (!span.check('http.path-known', pathKnown(path, route !== undefined)) || !route)
      return page(span, 404, 'Not here', 'There is nothing at this address.');
    const methods = config.formPost && path === '/callback' ? [route.method, 'POST'] : [route.method];
    const allowed = allowValue(methods);
    const asked = methods.some((one) => asksBy(request, one));
    if (!span.check('http.method', { passed: asked, expected: allowed, received: request.method })) {
      const refused = page(span, 405, 'Not this way', `This address takes ${allowed}.`);
      return { ...refused, headers: [...refused.headers, ['Allow', allowed]] };
    }
    return route.handler(request, span, config, name);
  };
}
