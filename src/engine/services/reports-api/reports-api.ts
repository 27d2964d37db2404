import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import { base64url } from '../../http/encoding.ts';
import { asksBy, withHeader } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import { rawPath } from '../../http/path.ts';
import { json } from '../../http/problem.ts';
import { parseScope, scopeIncludes } from '../../protocol/authorization/scope.ts';
import { keyFileByPath } from '../../protocol/naive/key-file-by-path.ts';
import type { KeyFiles } from '../../protocol/naive/key-file-by-path.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service, Span } from '../../trace/span.ts';
import { createProofMemory } from '../dpop/proof-memory.ts';
import { BEARER_CHECKS, createFirstRefusal, judgeBearer, withNonce } from '../resource-server/bearer-token.ts';
import type { TokenPolicy, Verifier } from '../resource-server/bearer-token.ts';
import { refusal } from '../resource-server/refusal.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';

/** What the reports API is made of: it shares secrets with the issuer, one file each. */
export interface ReportsApiConfig extends Pick<TokenPolicy, 'issuer' | 'resource' | 'leewaySeconds'> {
  readonly files: KeyFiles;
}

/** Where its key files stand. */
const FOLDER = '/keys';

const PATH = '/reports';

/** The scope that its one route asks for. */
const SCOPE = 'invoice_read';

const REPORTS = [
  { id: 'rep-2026-09', total: 41_300 },
  { id: 'rep-2026-10', total: 38_950 },
];

const PLAN: readonly CheckId[] = ['http.path-known', 'http.method', ...BEARER_CHECKS, 'api.scope'];

/** The files below the folder as keys, each named by its file. */
function keysIn(files: KeyFiles): JWK[] {
  return Object.entries(files)
    .filter(([path]) => path.startsWith(`${FOLDER}/`))
    .map(([path, bytes]) => ({ kty: 'oct', alg: 'HS256', kid: path.slice(FOLDER.length + 1), k: base64url(bytes) }));
}

/**
 * An API from before the issuer had key pairs: it verifies HS256 with secrets it shares with the issuer,
 * which are kept one in a file and named by `kid`. RFC 7518 §3.2; RFC 8725 §2.2, §2.9
 */
export function createReportsApi({ issuer, resource, leewaySeconds, files }: ReportsApiConfig): Service {
  const policy: TokenPolicy = { issuer, resource, leewaySeconds, algorithms: ['HS256'], keyByAnyId: keyFileByPath(files, FOLDER) };
  const verifier: Verifier = { keysFor: () => Promise.resolve({ keys: keysIn(files) }), proofs: createProofMemory() };
  const context: RefusalContext = { realm: URL.parse(resource)?.host ?? resource, scope: SCOPE, allow: ['GET'] };

  async function answer(...[request, span]: Parameters<Service>): Promise<HttpResponse> {
    span.plan(...PLAN);
    const path = rawPath(request.url);
    const open = createFirstRefusal(span);
    if (open.check('http.path-known', pathKnown(path, path === PATH, PATH)))
      open.check('http.method', { passed: asksBy(request, 'GET'), expected: 'GET', received: request.method });
    if (open.refused !== undefined) return refusal(open.refused, context);
    const caller = await judgeBearer(request, policy, verifier, span);
    const here = { ...context, scheme: caller.scheme };
    if ('refused' in caller) return withNonce(refusal(caller.refused, { ...here, reason: caller.reason }), caller.nonce);
    const { scope } = caller.claims;
    const granted = parseScope(typeof scope === 'string' ? scope : '');
    const allowed = span.check('api.scope', scopeIncludes(granted, SCOPE));
    return withNonce(allowed ? json(200, REPORTS) : refusal('api.scope', here), caller.nonce);
  }

  return async (request, span) => {
    const response = await answer(request, span);
    return noStore(span) ? withHeader(response, 'Cache-Control', 'no-store') : response;
  };
}

function noStore(span: Span): boolean {
  return span.duty('http.no-store', 'Cache-Control: no-store');
}
