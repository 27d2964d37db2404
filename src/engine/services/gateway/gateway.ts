import { header, withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { scopeIncludes } from '../../protocol/authorization/scope.ts';
import { bearerFromRequest } from '../../protocol/message/bearer.ts';
import type { Service, Span } from '../../trace/span.ts';
import { late } from '../late.ts';
import { createVerifier, withNonce } from '../resource-server/bearer-token.ts';
import type { Verifier } from '../resource-server/bearer-token.ts';
import { lateRefusal } from '../resource-server/late-refusal.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';
import type { CrossOrigin } from './answers/cross-origin.ts';
import type { Call, Caller, GatewayConfig } from './call.ts';
import { NO_DATA } from './data.ts';
import type { GatewayData } from './data.ts';
import { forward } from './forward.ts';
import { judgeRoute, METADATA_PATH, METADATA_ROUTE } from './judge-route.ts';
import { createGatewayMemory } from './memory.ts';
import type { GatewayMemory } from './memory.ts';
import { authenticate } from './ways/authenticate.ts';

const usage = late(async () => (await import('./limits/usage.ts')).usage);
const limit = late(async () => (await import('./limits/limit.ts')).limit);
const innerToken = late(async () => (await import('./onward/inner-token.ts')).innerToken);

const exchangedToken = late(async () => (await import('./onward/exchanged-token.ts')).exchangedToken);
const issueHalf = late(async () => (await import('./tokens/split.ts')).issueHalf);
const resourceMetadata = late(async () => (await import('./answers/metadata.ts')).resourceMetadata);
const stepUp = late(async () => (await import('./answers/step-up.ts')).stepUp);
const crossOrigin = late(async () => (await import('./answers/cross-origin.ts')).crossOrigin);

/** One message at this gateway, before its route is known. */
interface Arrival {
  readonly request: HttpRequest;
  readonly span: Span;
  readonly config: GatewayConfig;
  readonly verifier: Verifier;
  readonly memory: GatewayMemory;
  readonly data: () => Promise<GatewayData>;
}

async function answer(arrival: Arrival, cross: CrossOrigin | undefined): Promise<HttpResponse> {
  const { request, config, span } = arrival;
  const open: RefusalContext = {
    realm: URL.parse(config.resource)?.host ?? config.resource,
    resourceMetadata: config.resource + METADATA_PATH,
  };
  const route = await judgeRoute(request, config, span, open, cross?.preflight);
  if ('status' in route) return route;
  if (route === METADATA_ROUTE) return resourceMetadata(config, span);

  const context = { ...open, scope: route.scope };
  const call: Call = { ...arrival, route, context };
  if (route.own === 'split-token') return issueHalf(call);
  const caller = await authenticate(call);
  if ('status' in caller) return caller;
  return withNonce(await withinLimits(call, caller), caller.nonce);
}

async function withinLimits(call: Call, caller: Caller): Promise<HttpResponse> {
  if (caller.plan === undefined && call.route.rate === undefined) return passOn(call, caller);
  const { refused, fields } = await limit(call, caller);
  if (refused) return refused;
  const response = await passOn(call, caller);
  return { ...response, headers: [...response.headers, ...fields] };
}

/** What comes after the caller is known: what that caller may do here, and then the API. */
async function passOn(call: Call, caller: Caller): Promise<HttpResponse> {
  const { route, span, context } = call;
  if (route.scope !== undefined && !span.check('gateway.scope', scopeIncludes(caller.scopes, route.scope)))
    return lateRefusal('gateway.scope', { ...context, scheme: caller.scheme });

  const refused = route.stepUp && (await stepUp(call, caller, route.stepUp));
  if (refused) return refused;
  if (route.own === 'usage') return usage(call, caller);
  if (route.upstreamKey !== undefined) return forward(call, route.upstreamKey, 'Bearer');
  const { token, scheme = 'Bearer', provable = true } = caller;
  if (token !== undefined && route.onward === 'exchange') {
    const exchanged = await exchangedToken(call, token);
    return typeof exchanged === 'string' ? forward(call, exchanged, 'Bearer') : exchanged;
  }
  const [reference] = token === undefined && route.callsOn ? bearerFromRequest(call.request) : [];
  if (reference) {
    const exchanged = await exchangedToken(call, reference.token);
    return typeof exchanged === 'string' ? forward(call, exchanged, 'Bearer') : exchanged;
  }
  return token === undefined || !provable ? forward(call, await innerToken(call, caller), 'Bearer') : forward(call, token, scheme);
}

/**
 * The gateway in front of the APIs: finds the route, then asks who is calling, then what the caller
 * may do, and only then passes the request on with a token. Answers depend on the caller, so none
 * may be kept by a cache. RFC 6750; RFC 9068 §4; RFC 9728
 */
export function createGateway(config: GatewayConfig): Service {
  const verifier = createVerifier(config);
  const memory = createGatewayMemory();
  const data = config.data ?? (() => Promise.resolve(NO_DATA));
  return async (request, span) => {
    const cross = header(request, 'origin') === undefined ? undefined : await crossOrigin(request, span, (await data()).origins);
    const answered = await answer({ request, span, config, verifier, memory, data }, cross);
    const response = cross ? cross.readable(answered) : answered;
    const stored = span.duty('http.no-store', 'Cache-Control: no-store') ? withHeader(response, 'Cache-Control', 'no-store') : response;
    // Pages of one origin may read what pages of another may not, and a cache has to know. Fetch §3.3
    return config.data ? withHeader(stored, 'Vary', 'Origin') : stored;
  };
}
