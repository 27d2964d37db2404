import type { CheckId } from '../../checks/catalogue.ts';
import { withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { matchPath, rawPath } from '../../http/path.ts';
import { failed, passed } from '../../protocol/finding.ts';
import { identityAsItCame } from '../../protocol/naive/identity-as-it-came.ts';
import { scopeIncludes } from '../../protocol/authorization/scope.ts';
import type { Service, Span } from '../../trace/span.ts';
import { BEARER_CHECKS, createFirstRefusal, createVerifier, faultOf, judgeBearer, withNonce } from '../resource-server/bearer-token.ts';
import type { BearerVerdict, Presentation, TokenPolicy, Verifier } from '../resource-server/bearer-token.ts';
import type { KeySource } from '../resource-server/key-set.ts';
import { refusal } from '../resource-server/refusal.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';
import { callerByName, callerFromClaims } from './caller.ts';
import type { Caller } from './caller.ts';
import { ENDPOINTS } from './endpoints.ts';
import type { Endpoint } from './endpoints.ts';
import { INVOICES, INVOICES_POLICY } from './invoices.ts';
import type { Invoice, InvoicesPolicy } from './invoices.ts';

/** What an invoices API is made of. `resource` is the audience it expects, which is also where callers find it. */
export interface InvoicesApiConfig extends TokenPolicy, KeySource {
  readonly invoices?: readonly Invoice[];
  readonly policy?: InvoicesPolicy;
}

/** Which checks one endpoint comes to. A verifier that is off makes none of its checks. */
function plan(endpoint: Endpoint | undefined, span: Span): readonly CheckId[] {
  const validation: readonly CheckId[] = span.isOff('api.own-validation')
    ? ['api.own-validation']
    : [...BEARER_CHECKS, 'api.own-validation'];
  return [
    'gateway.route-known',
    'http.method',
    ...validation,
    ...(endpoint?.scope === undefined ? [] : (['api.scope'] as const)),
    ...(endpoint?.checks ?? []),
  ];
}

const OWN_VALIDATION = 'a token this API has checked itself';

type Refused = Extract<BearerVerdict, { readonly refused: CheckId }>;
type Accepted = { readonly caller: Caller } & Partial<Presentation>;

/** Who is calling, or the check that refused to say. */
async function judgeCaller(
  request: HttpRequest,
  config: InvoicesApiConfig,
  verifier: Verifier,
  span: Span,
  store: readonly Invoice[],
): Promise<Refused | Accepted> {
  if (span.isOff('api.own-validation')) {
    const fault = await faultOf(request, config, verifier, span);
    span.check('api.own-validation', fault === undefined ? passed('a valid token', OWN_VALIDATION) : failed(OWN_VALIDATION, fault));
    const came = identityAsItCame(request);
    return { caller: 'user' in came ? callerByName(came.user, store) : callerFromClaims(came.claims) };
  }
  const verdict = await judgeBearer(request, config, verifier, span);
  if ('refused' in verdict) {
    if (verdict.refused !== 'gateway.credential') span.check('api.own-validation', failed(OWN_VALIDATION, 'a token that does not pass'));
    return verdict;
  }
  span.check('api.own-validation', passed('a valid token', OWN_VALIDATION));
  return { ...verdict, caller: callerFromClaims(verdict.claims) };
}

async function answer(
  request: HttpRequest,
  span: Span,
  config: InvoicesApiConfig,
  verifier: Verifier,
  store: Invoice[],
): Promise<HttpResponse> {
  const path = rawPath(request.url);
  const fitting = ENDPOINTS.filter((candidate) => matchPath(candidate.path, path) !== undefined);
  const endpoint = fitting.find(({ method }) => method === request.method);
  const allow = fitting.map(({ method }) => method);
  const context: RefusalContext = { realm: URL.parse(config.resource)?.host ?? config.resource, scope: endpoint?.scope, allow };
  span.plan(...plan(endpoint, span));

  const open = createFirstRefusal(span);
  if (
    open.check('gateway.route-known', {
      passed: fitting.length > 0,
      expected: `one of [${[...new Set(ENDPOINTS.map((known) => known.path))].join(', ')}]`,
      received: path,
    })
  ) {
    open.check('http.method', { passed: endpoint !== undefined, expected: allow.join(' or '), received: request.method });
  }
  if (open.refused !== undefined || !endpoint) return refusal(open.refused ?? 'gateway.route-known', context);

  const judged = await judgeCaller(request, config, verifier, span, store);
  const here = { ...context, scheme: judged.scheme };
  if ('refused' in judged) return withNonce(refusal(judged.refused, here), judged.nonce);
  const { caller, nonce } = judged;
  if (endpoint.scope !== undefined && !span.check('api.scope', scopeIncludes(caller.scopes, endpoint.scope)))
    return withNonce(refusal('api.scope', here), nonce);

  const parameters = matchPath(endpoint.path, path) ?? {};
  const response = endpoint.answer({
    request,
    span,
    caller,
    parameters,
    store,
    policy: config.policy ?? INVOICES_POLICY,
    context: here,
    resource: config.resource,
  });
  return withNonce(response, nonce);
}

/**
 * The invoices API. It trusts no network: it validates the token again by itself, then its scope,
 * then decides by owner, tenant, department and amount. RFC 9068 §4
 */
export function createInvoicesApi(config: InvoicesApiConfig): Service {
  const verifier = createVerifier(config);
  const store = [...(config.invoices ?? INVOICES)];
  return async (request, span) => {
    const response = await answer(request, span, config, verifier, store);
    return span.duty('http.no-store', 'Cache-Control: no-store') ? withHeader(response, 'Cache-Control', 'no-store') : response;
  };
}
