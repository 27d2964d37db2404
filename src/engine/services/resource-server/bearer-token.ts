import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import { withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import type { OpeningPolicy } from '../../protocol/jwe/jwe-rules.ts';
import { ACCESS_TOKEN_CHECKS, validateAccessToken } from '../../protocol/token/access-token.ts';
import type { AccessTokenExpectations, JudgedToken } from '../../protocol/token/access-token.ts';
import { audiencesOf } from '../../protocol/token/claim-rules.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { bearerFromRequest, bearerInOnePlace, bearerNotInQuery, bearerPresented } from '../../protocol/message/bearer.ts';
import type { PresentedBearer, TokenScheme } from '../../protocol/message/bearer.ts';
import { notRevoked } from '../../protocol/token/revocation.ts';
import { boundCertificate, boundDpopKey } from '../../protocol/token/confirmation.ts';
import type { Finding } from '../../protocol/finding.ts';
import { rawPath } from '../../http/path.ts';
import type { Span } from '../../trace/span.ts';
import { createProofMemory } from '../dpop/proof-memory.ts';
import type { NonceMemory, ProofMemory } from '../dpop/proof-memory.ts';
import { byTokenAlg } from '../by-token-alg.ts';
import { late } from '../late.ts';
import type { RevokedTokens } from './revocation/revoked-tokens.ts';
import { createKeySet } from './key-set.ts';
import type { FoundKeys, KeySet, KeySource } from './key-set.ts';

/** What a resource server expects of every token. RFC 9068 §4 */
export interface TokenPolicy {
  readonly issuer: string;
  /** The `aud` this resource server answers to. */
  readonly resource: string;
  /** Further origins under which callers reach what it answers for, and make proofs for. RFC 9449 §4.3 (9) */
  readonly otherOrigins?: readonly string[] | undefined;
  /** Another `aud` it answers to: its own name on the inside, for which tokens are exchanged. RFC 8693 §2.1 */
  readonly insideName?: string | undefined;
  readonly leewaySeconds: number;
  /** The algorithms it takes, where they are not the usual ones. RFC 8725 §3.1 */
  readonly algorithms?: readonly string[] | undefined;
  readonly keyByAnyId?: AccessTokenExpectations['keyByAnyId'];
  /** Nonces for DPoP proofs, shared by all that answer for one origin; nonces of its own otherwise. RFC 9449 §9 */
  readonly nonces?: NonceMemory | undefined;
  /** How it opens tokens that were sealed for it; without it a sealed token is no token. RFC 7516 */
  readonly opening?: (() => Promise<OpeningPolicy>) | undefined;
  /** The tokens it was told to refuse before their time; without it none is. RFC 7009 §3 */
  readonly revoked?: RevokedTokens | undefined;
  /** Another issuer it trusts: the gateway before it, whose tokens are for the inside only. RFC 8725 §3.8 */
  readonly inner?: { readonly issuer: string; readonly keys: readonly JWK[] } | undefined;
}

/** What a resource server keeps to verify tokens and who sends them. */
export interface Verifier extends KeySet {
  readonly proofs: ProofMemory;
}

/** A verifier that knows the issuer's keys, where it was given them, and has seen no proof. */
export function createVerifier(config: TokenPolicy & KeySource): Verifier {
  return { ...createKeySet(config), proofs: createProofMemory(config.nonces) };
}

/** How a token came, and what the next proof of its key is to hold. */
export interface Presentation {
  readonly scheme: TokenScheme;
  /** Undefined where no DPoP proof was judged. RFC 9449 §8.2 */
  readonly nonce?: string | undefined;
}

/** A caller whose token was accepted, or the first check that refused it. */
export type BearerVerdict =
  | ({ readonly refused: CheckId; readonly reason: string | undefined } & Partial<Presentation>)
  | ({ readonly token: string; readonly claims: JsonObject } & Presentation);

const judgeSender = late(async () => (await import('../dpop/judge-sender.ts')).judgeSender);
const judgeCertificate = late(async () => (await import('../mutual-tls/judge-certificate.ts')).judgeCertificate);

/** Which checks `judgeBearer` makes, in order; for `span.plan`. */
export const BEARER_CHECKS = [
  'gateway.credential',
  'bearer.one-place',
  'bearer.not-in-query',
  ...ACCESS_TOKEN_CHECKS,
  'jwt.not-revoked',
] as const satisfies readonly CheckId[];

/** The algorithms every verifier here takes. RFC 8725 §3.1 */
const ALGORITHMS = ['Ed25519', 'RS256', 'ES256'];

/** Reports findings, and tells which was the first that refused, and its reason where that is not the usual one. */
interface FirstRefusal {
  check(id: CheckId, finding: Finding): boolean;
  readonly refused: CheckId | undefined;
  readonly reason: string | undefined;
}

/** Reports findings one by one and remembers the first that refuses: the answer follows it. */
export function createFirstRefusal(span: Span): FirstRefusal {
  // A plain member: with an accessor of its own, every one of these would have a shape of its own.
  const verdict = {
    refused: undefined as CheckId | undefined,
    reason: undefined as string | undefined,
    check(id: CheckId, finding: Finding): boolean {
      const goesOn = span.check(id, finding);
      if (!goesOn && verdict.refused === undefined) {
        verdict.refused = id;
        verdict.reason = finding.refusal;
      }
      return goesOn;
    },
  };
  return verdict;
}

const judgeCurve = late(async () => (await import('./curve-signature.ts')).judgeEcdsa);
const judgeSealed = late(async () => (await import('./sealed-token.ts')).sealedFindings);

/** Puts what was found of a look at the issuer's keys after the check of the key id, which led to it. */
function withRefresh(judged: JudgedToken, finding: Finding | undefined): JudgedToken {
  if (!finding) return judged;
  const findings = [...judged.findings];
  findings.splice(findings.findIndex(({ check }) => check === 'jwt.key-id') + 1, 0, { check: 'jwt.key-refresh', finding });
  return { ...judged, findings };
}

/** What a token would be found to be, without a report of it. */
export async function findingsOf(token: string, policy: TokenPolicy, keys: KeySet, span: Span): Promise<JudgedToken> {
  const { opening, ...unsealed } = policy;
  if (opening && token.split('.', 6).length === 5)
    return judgeSealed(token, await opening(), { ...policy, now: span.now() }, span, (inside) => findingsOf(inside, unsealed, keys, span));
  // An issuer's tokens verify with that issuer's keys and no others.
  const claims = decodeCompact(token)?.claims;
  const inner = policy.inner?.issuer === claims?.['iss'] ? policy.inner : undefined;
  const { insideName } = policy;
  const found: FoundKeys = inner ?? (await keys.keysFor(token, span));
  const expectations = {
    issuer: inner?.issuer ?? policy.issuer,
    audience: insideName !== undefined && audiencesOf(claims).includes(insideName) ? insideName : policy.resource,
    algorithms: policy.algorithms ?? ALGORITHMS,
    keyByAnyId: policy.keyByAnyId,
    ecdsa: judgeCurve,
    byTokenAlg,
    keys: found.keys,
    leewaySeconds: policy.leewaySeconds,
    now: span.now(),
  };
  const judged = withRefresh(await validateAccessToken(token, expectations, (id) => span.isOff(id)), found.refresh);
  if (inner || !policy.revoked) return judged;
  const revoked = policy.revoked.has(judged.claims);
  return { ...judged, findings: [...judged.findings, { check: 'jwt.not-revoked', finding: notRevoked(revoked) }] };
}

/** The addresses of a request: the one it came to, and those that callers in front of a gateway know it by. RFC 9449 §4.3 (9) */
export function knownAddresses({ url }: HttpRequest, { resource, otherOrigins = [] }: TokenPolicy): string[] {
  return [...new Set([url, ...[resource, ...otherOrigins].map((origin) => origin + rawPath(url))])];
}

/** Whether it matters who sends a token: it is bound to a key, or came as one that is. RFC 9449 §7 */
export function isConstrained({ scheme }: PresentedBearer, claims: JsonObject | undefined): boolean {
  return scheme === 'DPoP' || boundDpopKey(claims) !== undefined;
}

/**
 * Takes the token out of a request and makes every check of it that can be made, and of who sends it
 * where the token is bound to a key or to a certificate. RFC 6750 §2; RFC 9068 §4; RFC 9449 §7; RFC 8705 §3
 * @param read finds out what the token is; as a JWT of the issuer's, unless said otherwise
 */
export async function judgeBearer(
  request: HttpRequest,
  policy: TokenPolicy,
  verifier: Verifier,
  span: Span,
  read = (token: string): Promise<JudgedToken> => findingsOf(token, policy, verifier, span),
): Promise<BearerVerdict> {
  const found = bearerFromRequest(request);
  const [first] = found;
  const verdict = createFirstRefusal(span);
  const credential = verdict.check('gateway.credential', bearerPresented(request, found));
  if (!credential || !first) return { refused: 'gateway.credential', reason: verdict.reason };
  verdict.check('bearer.one-place', bearerInOnePlace(request, found));
  verdict.check('bearer.not-in-query', bearerNotInQuery(request));
  const { findings, claims } = await read(first.token);
  for (const { check, finding } of findings) verdict.check(check, finding);
  const { scheme, token } = first;
  const sender = { request, token, scheme, claims, urls: knownAddresses(request, policy) };
  const nonce = isConstrained(first, claims) ? await judgeSender(sender, verifier.proofs, span, verdict) : undefined;
  const certificate = boundCertificate(claims);
  if (certificate !== undefined) await judgeCertificate(request, certificate, verdict);
  const { refused } = verdict;
  if (refused === undefined) return { token, claims: claims ?? {}, scheme, nonce };
  // Whoever learns how far the opening came can ask on until the token is open. RFC 7516 §11.5
  const alike = refused.startsWith('jwe.') && span.duty('jwe.one-error', 'one answer for every failure');
  return { ...(alike ? { refused: 'jwe.tag', reason: undefined } : { refused, reason: verdict.reason }), scheme, nonce };
}

/** The answer with the nonce that the next proof is to hold, in one header and no second. RFC 9449 §8, §8.2 */
export function withNonce(response: HttpResponse, nonce: string | undefined): HttpResponse {
  return nonce === undefined ? response : withHeader(response, 'DPoP-Nonce', nonce);
}
