import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { equalInConstantTime } from '../constant-time.ts';
import { leftHalf } from '../digest.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { signatureFinding } from './access-token.ts';
import type { JudgedToken } from './access-token.ts';
import { alreadyValid, audiencesOf, issuedInThePast, loggedInBefore, notExpired, shown, textClaim } from './claim-rules.ts';
import { algorithmAllowed, criticalUnderstood, keyById, keyName, keyRules, payloadEncoded } from './jose-header.ts';
import { verifyBytes } from './signature/signature.ts';
import { takeApart } from './token-parts.ts';
import type { TokenParts } from './token-parts.ts';

/** What a client knows beforehand about the ID token it asked for. OpenID Connect Core §3.1.3.7 */
export interface IdTokenExpectations {
  readonly issuer: string;
  readonly clientId: string;
  /** The nonce this browser's request was sent with, if one was. */
  readonly nonce?: string | undefined;
  /** Whose login it renews, where it came with a refresh. OpenID Connect Core §12.2 */
  readonly subject?: string | undefined;
  /** The access token that came with it, if one did. */
  readonly accessToken?: string | undefined;
  readonly keys: readonly JWK[];
  readonly algorithms: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly leewaySeconds: number;
}

/** What `validateIdToken` checks, in order; for `judge.plan`. */
export const ID_TOKEN_CHECKS = [
  'rp.id-token-signature',
  'rp.id-token-issuer',
  'rp.id-token-audience',
  'rp.id-token-expiry',
  'rp.id-token-nonce',
  'rp.id-token-at-hash',
] as const satisfies readonly CheckId[];

const HASHES: Readonly<Record<string, 'SHA-256' | 'SHA-512'>> = {
  RS256: 'SHA-256',
  PS256: 'SHA-256',
  ES256: 'SHA-256',
  Ed25519: 'SHA-512',
  EdDSA: 'SHA-512',
};

/** The `at_hash` of an access token under an ID token's algorithm; undefined for an algorithm without one. OpenID Connect Core §3.1.3.6 */
export async function accessTokenHash(accessToken: string, alg: string): Promise<string | undefined> {
  const hash = Object.hasOwn(HASHES, alg) ? HASHES[alg] : undefined;
  return hash && leftHalf(hash, accessToken);
}

/** What is known of the signature beforehand. */
export type SignatureExpectations = Pick<IdTokenExpectations, 'keys' | 'algorithms'>;

/** Is this a JWT that its issuer signed, by an algorithm and with a key that were chosen beforehand? OpenID Connect Core §3.1.3.7 (6-8) */
export async function signedByIssuer(parts: TokenParts, expectations: SignatureExpectations): Promise<Finding> {
  const { header, signature, input } = parts;
  if (!parts.form.passed) return parts.form;
  if (!header || !parts.claims)
    return failed(
      'a JSON header and JSON claims, each member once',
      parts.headerJson.passed ? parts.claimsReason : parts.headerJson.received,
    );
  const { key, finding } = keyById(header, expectations.keys);
  const before = [
    criticalUnderstood(header),
    payloadEncoded(header),
    algorithmAllowed(header, expectations.algorithms),
    finding,
    ...(key ? keyRules(header, key) : []),
  ];
  const wrong = before.find((rule) => !rule.passed);
  if (wrong || !key || !signature) return wrong ?? failed('a signature');
  return signatureFinding(await verifyBytes(textClaim(header, 'alg') ?? '', key, signature, input), keyName(key), signature);
}

/** Is this client the audience, and the authorized party? OpenID Connect Core §3.1.3.7 (3-5) */
export function forThisClient(claims: JsonObject | undefined, clientId: string): Finding {
  const audiences = audiencesOf(claims);
  const azp = claims?.['azp'];
  const others = audiences.filter((audience) => audience !== clientId);
  const authorized = azp === undefined ? others.length === 0 : azp === clientId;
  const expected = others.length > 0 || azp !== undefined ? `${clientId} as aud and azp` : clientId;
  return {
    passed: audiences.includes(clientId) && authorized,
    expected,
    received: shown(claims?.['aud']) + (azp === undefined ? '' : `, azp ${shown(azp)}`),
  };
}

/** The first of two, unless the second alone failed. */
function firstFault(first: Finding, second: Finding): Finding {
  return first.passed && !second.passed ? second : first;
}

/** A JWT of another kind says so in its `typ`, and lacks what every ID token has. RFC 8725 §3.11; OpenID Connect Core §2 */
function anIdToken({ header, claims }: TokenParts): Finding {
  const typ = header?.['typ'];
  const expected = 'typ JWT or none, with sub and iat';
  const refusal = 'the token is no ID token';
  if (typ !== undefined && (typeof typ !== 'string' || !/^(?:application\/)?jwt$/i.test(typ)))
    return failed(expected, `typ ${shown(typ)}`, refusal);
  const lacking = [...(textClaim(claims, 'sub') ? [] : ['sub']), ...(typeof claims?.['iat'] === 'number' ? [] : ['iat'])];
  return lacking.length === 0 ? passed('an ID token', expected) : failed(expected, `no ${lacking.join(' and no ')}`, refusal);
}

/** Does it belong to the login it came for: that of this browser, or the one that it renews? OpenID Connect Core §3.1.3.7 (11), §12.2 */
function ofThisLogin(claims: JsonObject | undefined, { nonce, subject }: IdTokenExpectations): Finding {
  if (subject !== undefined && claims?.['sub'] !== subject)
    return failed(`sub ${subject}`, `sub ${shown(claims?.['sub'])}`, 'the ID token is about another user than the login it renews');
  if (nonce === undefined) return passed(claims?.['nonce'] === undefined ? 'none sent, none came' : 'none was sent');
  const received = textClaim(claims, 'nonce');
  return { passed: received !== undefined && equalInConstantTime(received, nonce), expected: nonce, received: shown(claims?.['nonce']) };
}

async function belongsTo(accessToken: string | undefined, alg: string, claims: JsonObject | undefined): Promise<Finding> {
  const received = claims?.['at_hash'];
  if (accessToken === undefined) return passed('no access token to compare');
  if (received === undefined) return passed('no at_hash, which this flow leaves open');
  const expected = await accessTokenHash(accessToken, alg);
  if (expected === undefined) return failed('an algorithm with a hash', shown(alg));
  return { passed: received === expected, expected, received: shown(received) };
}

/**
 * Validates an ID token from the token endpoint, in the order of `ID_TOKEN_CHECKS`. Every check is
 * made, and it never throws. OpenID Connect Core §3.1.3.7, §3.1.3.8
 */
export async function validateIdToken(token: string, expectations: IdTokenExpectations): Promise<JudgedToken> {
  const parts = takeApart(token);
  const { header, claims } = parts;
  const issuer: Finding = {
    passed: claims?.['iss'] === expectations.issuer,
    expected: expectations.issuer,
    received: shown(claims?.['iss']),
  };
  const signed = await signedByIssuer(parts, expectations);
  const early = [alreadyValid, issuedInThePast, loggedInBefore].map((rule) => rule(claims, expectations)).find((rule) => !rule.passed);
  const begun = early ? { ...early, refusal: 'the ID token names a time that is none, or is yet to come' } : passed();
  return {
    findings: [
      { check: 'rp.id-token-signature', finding: firstFault(signed, anIdToken(parts)) },
      { check: 'rp.id-token-issuer', finding: issuer },
      { check: 'rp.id-token-audience', finding: forThisClient(claims, expectations.clientId) },
      { check: 'rp.id-token-expiry', finding: firstFault(notExpired(claims, expectations), begun) },
      { check: 'rp.id-token-nonce', finding: ofThisLogin(claims, expectations) },
      { check: 'rp.id-token-at-hash', finding: await belongsTo(expectations.accessToken, textClaim(header, 'alg') ?? '', claims) },
    ],
    ...(header ? { header } : {}),
    ...(claims ? { claims } : {}),
  };
}
