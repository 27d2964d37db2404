import { backEndChecks } from '../../checks/relying-party/back-end.ts';
import { flowSessionChecks } from '../../checks/relying-party/flow-session.ts';
import { bringChecks } from '../../checks/catalogue.ts';
import { allowValue, asksBy } from '../../http/message.ts';
import { rawPath } from '../../http/path.ts';
import type { HttpResponse } from '../../http/message.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service } from '../../trace/span.ts';
import { forgetWhere } from '../bounded-map.ts';
import { late } from '../late.ts';
import { page, refused } from './answers.ts';
import type { BackEndConfig, Handler } from './handler.ts';
import { begin, callback } from './login.ts';
import { createMemory } from './memory.ts';
import { API_PREFIX, logout, proxy, whoIsLoggedIn } from './proxy.ts';

bringChecks(backEndChecks);
bringChecks(flowSessionChecks);

const front: Handler = (_request, { span }) => page(span, 200, 'The page of an app whose tokens stay in its back end.');

const backchannelLogout = late(async () => (await import('../relying-party/backchannel-logout.ts')).backchannelLogout);

/** Ends every session here that the issuer names; what they held has been revoked there. Back-Channel Logout §2.7 */
const takeLogout: Handler = (request, { config, memory, span }) =>
  backchannelLogout(request, span, { ...config.registration, memory, end: (named) => forgetWhere(memory.sessions, named) });

interface Route {
  readonly methods: readonly string[];
  readonly handler: Handler;
}

const ROUTES: Readonly<Record<string, Route>> = {
  '/': { methods: ['GET'], handler: front },
  '/login': { methods: ['GET'], handler: begin },
  '/callback': { methods: ['GET'], handler: callback },
  '/session': { methods: ['GET'], handler: whoIsLoggedIn },
  '/logout': { methods: ['POST'], handler: logout },
  '/backchannel-logout': { methods: ['POST'], handler: takeLogout },
};

const PROXY: Route = { methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], handler: proxy };

/**
 * The back end for a front end: it logs the user in, keeps the tokens, gives the page a cookie, and calls
 * the APIs for it. draft-ietf-oauth-browser-based-apps §6.1
 */
export function createBackEnd(config: BackEndConfig): Service {
  const memory = createMemory();
  return async (request, span): Promise<HttpResponse> => {
    const path = rawPath(request.url);
    const route = path.startsWith(`${API_PREFIX}/`) ? PROXY : Object.hasOwn(ROUTES, path) ? ROUTES[path] : undefined;
    if (!span.check('http.path-known', pathKnown(path, route !== undefined)) || !route)
      return refused(span, 404, 'There is nothing at this address.');
    const allowed = allowValue(route.methods);
    const asked = route.methods.some((method) => asksBy(request, method));
    if (!span.check('http.method', { passed: asked, expected: allowed, received: request.method })) {
      const answer = refused(span, 405, `This address takes ${allowed}.`);
      return { ...answer, headers: [...answer.headers, ['Allow', allowed]] };
    }
    return route.handler(request, { config, memory, span });
  };
}
