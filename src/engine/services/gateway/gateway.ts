import type { CheckId } from '../../checks/catalogue.ts';
import { withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { rawPath } from '../../http/path.ts';
import { json } from '../../http/problem.ts';
import type { Finding } from '../../protocol/finding.ts';
import { pathInNormalForm } from '../../protocol/message/request-path.ts';
import { parseScope, scopeIncludes } from '../../protocol/authorization/scope.ts';
import type { Service, Span } from '../../trace/span.ts';
import { BEARER_CHECKS, createFirstRefusal, judgeBearer } from '../resource-server/bearer-token.ts';
import type { TokenPolicy } from '../resource-server/bearer-token.ts';
import { createKeySet } from '../resource-server/key-set.ts';
import type { KeySet, KeySource } from '../resource-server/key-set.ts';
import { refusal } from '../resource-server/refusal.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';
import { forward } from './forward.ts';
import { routesAt } from './routes.ts';
import type { Route } from './routes.ts';

/** What a gateway is made of. `resource` is its own origin and the audience it expects. */
export interface GatewayConfig extends TokenPolicy, KeySource {
  readonly routes: readonly Route[];
  /** The origin of the API behind it. */
  readonly upstream: string;
}

/** RFC 9728 §3 */
const METADATA_PATH = '/.well-known/oauth-protected-resource';

const METADATA_ROUTE: Route = { method: 'GET', path: METADATA_PATH };

function metadata(config: GatewayConfig): HttpResponse {
  const scopes = new Set(config.routes.flatMap(({ scope }) => (scope === undefined ? [] : [scope])));
  return json(200, {
    resource: config.resource,
    authorization_servers: [config.issuer],
    scopes_supported: [...scopes],
    bearer_methods_supported: ['header'],
    resource_name: 'Invoices',
  });
}

function plan(route: Route | undefined): readonly CheckId[] {
  const open: readonly CheckId[] = ['gateway.path-normal', 'gateway.route-known', 'http.method'];
  if (route === METADATA_ROUTE) return open;
  return [...open, ...BEARER_CHECKS, ...(route && route.scope === undefined ? [] : (['gateway.scope'] as const)), 'gateway.strip-headers'];
}

function routeFinding(routes: readonly Route[], fitting: readonly Route[], path: string): Finding {
  return { passed: fitting.length > 0, expected: `one of [${[...new Set(routes.map((route) => route.path))].join(', ')}]`, received: path };
}

/** Finds the route, by checks that need no credential. */
function judgeRoute(request: HttpRequest, routes: readonly Route[], span: Span, context: RefusalContext): Route | HttpResponse {
  const path = rawPath(request.url);
  const fitting = routesAt(routes, path);
  const route = fitting.find(({ method }) => method === request.method);
  const allow = fitting.map(({ method }) => method);
  span.plan(...plan(route));
  const verdict = createFirstRefusal(span);
  verdict.check('gateway.path-normal', pathInNormalForm(request.url));
  if (verdict.check('gateway.route-known', routeFinding(routes, fitting, path))) {
    verdict.check('http.method', { passed: route !== undefined, expected: allow.join(' or '), received: request.method });
  }
  if (verdict.refused !== undefined) return refusal(verdict.refused, { ...context, allow });
  return route ?? refusal('gateway.route-known', context);
}

async function answer(request: HttpRequest, span: Span, config: GatewayConfig, keys: KeySet): Promise<HttpResponse> {
  const context: RefusalContext = {
    realm: URL.parse(config.resource)?.host ?? config.resource,
    resourceMetadata: config.resource + METADATA_PATH,
  };
  const route = judgeRoute(request, [...config.routes, METADATA_ROUTE], span, context);
  if ('status' in route) return route;
  if (route === METADATA_ROUTE) return metadata(config);

  const here = { ...context, scope: route.scope };
  const caller = await judgeBearer(request, config, keys, span);
  if ('refused' in caller) return refusal(caller.refused, here);

  const { scope } = caller.claims;
  const granted = parseScope(typeof scope === 'string' ? scope : '');
  if (route.scope !== undefined && !span.check('gateway.scope', scopeIncludes(granted, route.scope))) return refusal('gateway.scope', here);

  return forward(request, route.upstream ?? config.upstream, caller.token, span);
}

/**
 * The gateway in front of the APIs: finds the route, then asks who is calling, then what the token
 * may do, and only then passes the request on with the token. Answers depend on the caller, so none
 * may be kept by a cache. RFC 6750; RFC 9068 §4; RFC 9728
 */
export function createGateway(config: GatewayConfig): Service {
  const keys = createKeySet(config);
  return async (request, span) => {
    const response = await answer(request, span, config, keys);
    return span.duty('http.no-store', 'Cache-Control: no-store') ? withHeader(response, 'Cache-Control', 'no-store') : response;
  };
}
