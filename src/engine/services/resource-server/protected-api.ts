import type { CheckId } from '../../checks/catalogue.ts';
import { asksBy, withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { decodedPath, matchPath, rawPath } from '../../http/path.ts';
import { failed, passed } from '../../protocol/finding.ts';
import { scopeIncludes } from '../../protocol/authorization/scope.ts';
import type { Policy } from '../../protocol/policy/policy.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service, Span } from '../../trace/span.ts';
import { BEARER_CHECKS, createFirstRefusal, createVerifier, judgeBearer, withNonce } from './bearer-token.ts';
import type { BearerVerdict, Presentation, TokenPolicy, Verifier } from './bearer-token.ts';
import { callerFromClaims, tokenIsUsers } from './caller.ts';
import type { Caller, NamedCallers } from './caller.ts';
import type { KeySource } from './key-set.ts';
import { late } from '../late.ts';
import { lateRefusal } from './late-refusal.ts';
import type { RefusalContext } from './refusal.ts';

/** Everything an endpoint needs to answer one authenticated request. */
export interface ApiCall<Store> {
  readonly request: HttpRequest;
  readonly span: Span;
  readonly caller: Caller;
  readonly parameters: Readonly<Record<string, string>>;
  readonly store: Store;
  readonly policy: Policy;
  readonly context: RefusalContext;
  /** Where callers find the API, for `Location`. */
  readonly resource: string;
}

/** One endpoint: its route, its scope, its own checks in order, and its steps. */
export interface ApiEndpoint<Store> {
  readonly method: string;
  readonly path: string;
  readonly scope?: string;
  /** Set where it gives or changes what belongs to a user. */
  readonly userData?: true;
  /** Code that was left in place; it is not offered, and reached only where the rule on methods is off. */
  readonly unlisted?: true;
  readonly checks: readonly CheckId[];
  readonly answer: (call: ApiCall<Store>) => HttpResponse | Promise<HttpResponse>;
}

/** One API: what it expects of tokens, what it stores, what it answers to. */
export interface ProtectedApi<Store> extends TokenPolicy, KeySource {
  readonly store: Store;
  readonly policy: Policy;
  /** What a missing object is called. */
  readonly object: string;
  readonly endpoints: readonly ApiEndpoint<Store>[];
  /** Endpoints that are fetched when none of the others answers. */
  readonly more?: () => Promise<readonly ApiEndpoint<Store>[]>;
  readonly named: NamedCallers;
}

/** Which checks one endpoint comes to. A verifier that is off makes none of its checks. */
function plan<Store>(endpoint: ApiEndpoint<Store> | undefined, span: Span): readonly CheckId[] {
  const validation: readonly CheckId[] = span.isOff('api.own-validation')
    ? ['api.own-validation']
    : [...BEARER_CHECKS, 'api.own-validation'];
  return [
    'http.path-known',
    'http.method',
    ...validation,
    ...(endpoint?.scope === undefined ? [] : (['api.scope'] as const)),
    ...(endpoint?.userData ? (['api.user-token'] as const) : []),
    ...(endpoint?.checks ?? []),
  ];
}

const OWN_VALIDATION = 'a token this API has checked itself';

type Refused = Extract<BearerVerdict, { readonly refused: CheckId }>;
type Accepted = { readonly caller: Caller } & Partial<Presentation>;

const unvalidatedCaller = late(async () => (await import('./unvalidated-caller.ts')).unvalidatedCaller);

/** Who is calling, or the check that refused to say. */
async function judgeCaller<Store>(
  request: HttpRequest,
  api: ProtectedApi<Store>,
  verifier: Verifier,
  span: Span,
): Promise<Refused | Accepted> {
  if (span.isOff('api.own-validation')) {
    const { fault, caller } = await unvalidatedCaller(request, api, verifier, span);
    span.check('api.own-validation', fault === undefined ? passed('a valid token', OWN_VALIDATION) : failed(OWN_VALIDATION, fault));
    return { caller };
  }
  const verdict = await judgeBearer(request, api, verifier, span);
  if ('refused' in verdict) {
    if (verdict.refused !== 'gateway.credential') span.check('api.own-validation', failed(OWN_VALIDATION, 'a token that does not pass'));
    return verdict;
  }
  span.check('api.own-validation', passed('a valid token', OWN_VALIDATION));
  return { ...verdict, caller: callerFromClaims(verdict.claims) };
}

function endpointsAt<Store>(endpoints: readonly ApiEndpoint<Store>[], path: string): ApiEndpoint<Store>[] {
  const fitting = endpoints.filter((candidate) => matchPath(candidate.path, path) !== undefined);
  // A path that is written out stands before one with a name in it.
  const exact = fitting.filter((candidate) => candidate.path === path);
  return exact.length > 0 ? exact : fitting;
}

async function answer<Store>(request: HttpRequest, span: Span, api: ProtectedApi<Store>, verifier: Verifier): Promise<HttpResponse> {
  const path = decodedPath(rawPath(request.url));
  const isAsked = ({ method, unlisted }: ApiEndpoint<Store>): boolean => asksBy(request, method) && !unlisted;
  let known = api.endpoints;
  if (api.more && !endpointsAt(known, path).some(isAsked)) known = [...known, ...(await api.more())];
  const fitting = endpointsAt(known, path);
  const listed = fitting.filter(({ unlisted }) => !unlisted);
  const allow = listed.map(({ method }) => method);
  const asked = listed.find(isAsked);
  const endpoint =
    asked ?? (span.isOff('http.method') ? (fitting.find(({ method }) => method === request.method) ?? listed[0]) : undefined);
  const context: RefusalContext = {
    realm: URL.parse(api.resource)?.host ?? api.resource,
    scope: endpoint?.scope,
    allow,
    object: api.object,
  };
  span.plan(...plan(endpoint, span));

  const expected = `one of [${[...new Set(known.map((one) => one.path))].join(', ')}]`;
  if (!span.check('http.path-known', pathKnown(path, listed.length > 0, expected))) return lateRefusal('http.path-known', context);
  const method = { passed: asked !== undefined, expected: allow.join(' or '), received: request.method };
  if (!span.check('http.method', method) || !endpoint) return lateRefusal('http.method', context);

  const judged = await judgeCaller(request, api, verifier, span);
  const here = { ...context, scheme: judged.scheme };
  if ('refused' in judged) return withNonce(await lateRefusal(judged.refused, { ...here, reason: judged.reason }), judged.nonce);
  const { caller, nonce } = judged;
  const allowed = createFirstRefusal(span);
  if (endpoint.scope !== undefined) allowed.check('api.scope', scopeIncludes(caller.scopes, endpoint.scope));
  if (endpoint.userData) allowed.check('api.user-token', tokenIsUsers(caller));
  if (allowed.refused !== undefined) return withNonce(await lateRefusal(allowed.refused, here), nonce);

  const { store, policy, resource } = api;
  const parameters = matchPath(endpoint.path, path) ?? {};
  return withNonce(await endpoint.answer({ request, span, caller, parameters, store, policy, context: here, resource }), nonce);
}

/**
 * An API that trusts no network: it validates the token by itself, then its scope, then leaves the
 * rest to the endpoint. Its answers depend on the caller, so none may be kept by a cache. RFC 9068 §4
 */
export function createProtectedApi<Store>(api: ProtectedApi<Store>): Service {
  const verifier = createVerifier(api);
  return async (request, span) => {
    const response = await answer(request, span, api, verifier);
    return span.duty('http.no-store', 'Cache-Control: no-store') ? withHeader(response, 'Cache-Control', 'no-store') : response;
  };
}
