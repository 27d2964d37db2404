import type { CheckId } from '../../checks/catalogue.ts';
import { asksBy } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { rawPath } from '../../http/path.ts';
import type { Finding } from '../../protocol/finding.ts';
import { pathInNormalForm } from '../../protocol/message/request-path.ts';
import type { Span } from '../../trace/span.ts';
import { BEARER_CHECKS, createFirstRefusal } from '../resource-server/bearer-token.ts';
import { lateRefusal } from '../resource-server/late-refusal.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';
import type { GatewayConfig } from './call.ts';
import { routesAt } from './routes.ts';
import type { Route } from './routes.ts';

/** RFC 9728 §3 */
export const METADATA_PATH = '/.well-known/oauth-protected-resource';

/** Where the gateway describes itself; nobody has to say who is calling. RFC 9728 §3.1 */
export const METADATA_ROUTE: Route = { method: 'GET', path: METADATA_PATH };

function plan(route: Route | undefined): readonly CheckId[] {
  const open: readonly CheckId[] = ['gateway.path-normal', 'gateway.route-known', 'http.method'];
  if (route === METADATA_ROUTE) return open;
  const credential: readonly CheckId[] = route?.ways === undefined ? BEARER_CHECKS : ['gateway.credential'];
  return [...open, ...credential, ...(route && route.scope === undefined ? [] : (['gateway.scope'] as const)), 'gateway.strip-headers'];
}

function routeFinding(routes: readonly Route[], fitting: readonly Route[], path: string): Finding {
  return { passed: fitting.length > 0, expected: `one of [${[...new Set(routes.map((route) => route.path))].join(', ')}]`, received: path };
}

/** The routes that are listed; those that few labs use are fetched where the path is none of the usual ones. */
async function listedRoutes(config: GatewayConfig, path: string): Promise<readonly Route[]> {
  const usual = [...config.routes, METADATA_ROUTE];
  return routesAt(usual, path).length > 0 || !config.data ? usual : [...usual, ...(await config.data()).routes];
}

/** NAIVE: what no list holds goes to the API behind as it is, without a scope rule, and the old version's paths lead to the new one. */
function unlisted(method: string, path: string): Route {
  return { method, path, prefix: path.startsWith('/v0/') ? '/v0' : undefined };
}

/** Finds the route, by checks that need no credential. */
export async function judgeRoute(
  request: HttpRequest,
  config: GatewayConfig,
  span: Span,
  context: RefusalContext,
  preflight?: (methods: readonly string[]) => HttpResponse,
): Promise<Route | HttpResponse> {
  const path = rawPath(request.url);
  const routes = await listedRoutes(config, path);
  const listed = routesAt(routes, path);
  const fitting = listed.length === 0 && span.isOff('gateway.route-known') ? [unlisted(request.method, path)] : listed;
  const route = fitting.find(({ method }) => asksBy(request, method));
  const allow = fitting.map(({ method }) => method);
  span.plan(...plan(route));
  const verdict = createFirstRefusal(span);
  verdict.check('gateway.path-normal', pathInNormalForm(request.url));
  if (verdict.check('gateway.route-known', routeFinding(routes, listed, path))) {
    if (preflight && verdict.refused === undefined) return preflight(allow);
    verdict.check('http.method', { passed: route !== undefined, expected: allow.join(' or '), received: request.method });
  }
  if (verdict.refused !== undefined) return lateRefusal(verdict.refused, { ...context, allow });
  // With the rule on methods off, the path alone decides.
  return route ?? fitting[0] ?? lateRefusal('gateway.route-known', context);
}
