import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import type { OpeningPolicy } from '../../protocol/jwe/jwe-rules.ts';
import { ACCESS_TOKEN_CHECKS, validateAccessToken } from '../../protocol/token/access-token.ts';
import type { AccessTokenExpectations, JudgedToken } from '../../protocol/token/access-token.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { bearerFromRequest, bearerInOnePlace, bearerNotInQuery, bearerPresented } from '../../protocol/message/bearer.ts';
import type { Finding } from '../../protocol/finding.ts';
import type { Span } from '../../trace/span.ts';
import { late } from '../late.ts';
import type { KeySet } from './key-set.ts';

/** What a resource server expects of every token. RFC 9068 §4 */
export interface TokenPolicy {
  readonly issuer: string;
  /** The `aud` this resource server answers to. */
  readonly resource: string;
  readonly leewaySeconds: number;
  /** The algorithms it takes, where they are not the usual ones. RFC 8725 §3.1 */
  readonly algorithms?: readonly string[] | undefined;
  readonly keyByAnyId?: AccessTokenExpectations['keyByAnyId'];
  /** How it opens tokens that were sealed for it; without it a sealed token is no token. RFC 7516 */
  readonly opening?: OpeningPolicy | undefined;
  /** Another issuer it trusts: the gateway before it, whose tokens are for the inside only. RFC 8725 §3.8 */
  readonly inner?: { readonly issuer: string; readonly keys: readonly JWK[] } | undefined;
}

/** A caller whose token was accepted, or the first check that refused it. */
export type BearerVerdict = { readonly refused: CheckId } | { readonly token: string; readonly claims: JsonObject };

/** Which checks `judgeBearer` makes, in order; for `span.plan`. */
export const BEARER_CHECKS = [
  'gateway.credential',
  'bearer.one-place',
  'bearer.not-in-query',
  ...ACCESS_TOKEN_CHECKS,
] as const satisfies readonly CheckId[];

/** The algorithms every verifier here takes. RFC 8725 §3.1 */
const ALGORITHMS = ['Ed25519', 'RS256'];

/** Reports findings one by one and remembers the first that refuses: the answer follows it. */
export function createFirstRefusal(span: Span): { check(id: CheckId, finding: Finding): boolean; readonly refused: CheckId | undefined } {
  let refused: CheckId | undefined;
  return {
    check(id, finding) {
      const goesOn = span.check(id, finding);
      if (!goesOn) refused ??= id;
      return goesOn;
    },
    get refused() {
      return refused;
    },
  };
}

const judgeSealed = late(async () => (await import('./sealed-token.ts')).sealedFindings);

/** What a token would be found to be, without a report of it. */
export async function findingsOf(token: string, policy: TokenPolicy, keys: KeySet, span: Span): Promise<JudgedToken> {
  const { opening, ...unsealed } = policy;
  if (opening && token.split('.', 6).length === 5)
    return judgeSealed(token, opening, { ...policy, now: span.now() }, span, (inside) => findingsOf(inside, unsealed, keys, span));
  // An issuer's tokens verify with that issuer's keys and no others.
  const inner = policy.inner?.issuer === decodeCompact(token)?.claims['iss'] ? policy.inner : undefined;
  const expectations = {
    issuer: inner?.issuer ?? policy.issuer,
    audience: policy.resource,
    algorithms: policy.algorithms ?? ALGORITHMS,
    keyByAnyId: policy.keyByAnyId,
    keys: inner?.keys ?? (await keys.keysFor(token, span)),
    leewaySeconds: policy.leewaySeconds,
    now: span.now(),
  };
  return validateAccessToken(token, expectations, (id) => span.isOff(id));
}

/** Takes the bearer token out of a request and makes every check of it that can be made. RFC 6750 §2; RFC 9068 §4 */
export async function judgeBearer(request: HttpRequest, policy: TokenPolicy, keys: KeySet, span: Span): Promise<BearerVerdict> {
  const found = bearerFromRequest(request);
  const [first] = found;
  const verdict = createFirstRefusal(span);
  const credential = verdict.check('gateway.credential', bearerPresented(request, found));
  if (!credential || !first) return { refused: 'gateway.credential' };
  verdict.check('bearer.one-place', bearerInOnePlace(request, found));
  verdict.check('bearer.not-in-query', bearerNotInQuery(request));
  const { findings, claims } = await findingsOf(first.token, policy, keys, span);
  for (const { check, finding } of findings) verdict.check(check, finding);
  const { refused } = verdict;
  if (refused === undefined) return { token: first.token, claims: claims ?? {} };
  // Whoever learns how far the opening came can ask on until the token is open. RFC 7516 §11.5
  return { refused: refused.startsWith('jwe.') && span.duty('jwe.one-error', 'one answer for every failure') ? 'jwe.tag' : refused };
}
