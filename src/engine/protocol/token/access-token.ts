import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { isJsonObject } from '../../http/strict-json.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { judgeEcdsa, JudgedEcdsa } from './signature/ecdsa.ts';
import type { verifyByTokenAlg } from '../naive/verify-by-token-alg.ts';
import { alreadyValid, audienceIncludes, claimsHaveTheirTypes, issuedInThePast, missingClaims, notExpired, shown } from './claim-rules.ts';
import {
  algorithmAllowed,
  algorithmFitsKey,
  anyKey,
  criticalUnderstood,
  keyById,
  keyIsForSignatures,
  keyLongEnough,
  keyName,
  noEmbeddedKey,
  noKeyUrl,
  payloadEncoded,
} from './jose-header.ts';
import { decodeCompact } from './jws.ts';
import { publicPart, verifyBytes } from './signature/signature.ts';
import { takeApart } from './token-parts.ts';
import type { TokenParts } from './token-parts.ts';

/** What a resource server knows beforehand. Nothing of it is taken from the token. RFC 9068 §4 */
export interface AccessTokenExpectations {
  readonly issuer: string;
  readonly audience: string;
  /** The verifier's own list, such as Ed25519 and RS256. */
  readonly algorithms: readonly string[];
  /** The issuer's public keys, each with `kid` and `alg`. */
  readonly keys: readonly JWK[];
  /** How a key is found where `jwt.key-id` is off; any key that fits, unless said otherwise. */
  readonly keyByAnyId?: ((header: JsonObject, keys: readonly JWK[]) => JWK | undefined) | undefined;
  /** How a signature over a curve is judged, range and all; by the platform alone where nothing is said. */
  readonly ecdsa?: ((...given: Parameters<typeof judgeEcdsa>) => Promise<JudgedEcdsa>) | undefined;
  /** What stands in where neither the algorithm nor the key's is checked; nothing does where it is not given. RFC 8725 §2.1 */
  readonly byTokenAlg?: typeof verifyByTokenAlg | undefined;
  readonly leewaySeconds: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One rule, and what it found. */
export interface JudgedCheck {
  readonly check: CheckId;
  readonly finding: Finding;
}

/**
 * Every check that could be made, in order. Claims are there whenever they could be read, so that
 * views can show them: they are to be believed only after `span.check` has said yes to every finding.
 */
export interface JudgedToken {
  readonly findings: readonly JudgedCheck[];
  readonly header?: JsonObject;
  readonly claims?: JsonObject;
}

/** What `validateAccessToken` checks, in order; for `span.plan`. */
export const ACCESS_TOKEN_CHECKS = [
  'jwt.compact-form',
  'jwt.header-json',
  'jwt.embedded-key',
  'jwt.key-url',
  'jwt.critical',
  'jwt.encoded-payload',
  'jwt.algorithm',
  'jwt.key-id',
  'jwt.key-use',
  'jwt.algorithm-key',
  'jwt.key-strength',
  'jwt.signature',
  'jwt.type',
  'jwt.claim-types',
  'jwt.required-claims',
  'jwt.issuer',
  'jwt.audience',
  'jwt.expiry',
  'jwt.not-before',
  'jwt.issued-at',
] as const satisfies readonly CheckId[];

/** RFC 9068 §2.2 */
const REQUIRED_CLAIMS = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'];

/** Is the token an access token, and no other kind of JWT? RFC 9068 §4 */
function accessTokenType(header: JsonObject): Finding {
  const { typ } = header;
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  return { passed: plain === 'at+jwt', expected: 'at+jwt', received: shown(typ) };
}

/** Is every claim there that an access token must have? One that is empty text says nothing. RFC 9068 §2.2 */
function accessTokenClaimsPresent(claims: JsonObject | undefined): Finding {
  const empty = REQUIRED_CLAIMS.filter((name) => claims?.[name] === '');
  const missing = [...missingClaims(claims, REQUIRED_CLAIMS), ...empty];
  return {
    passed: missing.length === 0,
    expected: REQUIRED_CLAIMS.join(', '),
    received: missing.length === 0 ? 'all of them' : `no ${missing.join(', no ')}`,
  };
}

/** Words for a signature check, by what came of it. RFC 7515 §5.2 */
export function signatureFinding(verified: boolean, name: string, signature: Uint8Array | undefined): Finding {
  const expected = `signed with ${name}`;
  if (verified) return { passed: true, expected, received: `verifies with ${name}` };
  if (!signature) return failed(expected, 'a signature that is not base64url');
  if (signature.length === 0) return failed(expected, 'an empty signature');
  return failed(expected, `does not verify with ${name}: another key made it, or the token was changed`);
}

/** What the claims of an access token are compared with. */
export type ClaimExpectations = Pick<AccessTokenExpectations, 'issuer' | 'audience' | 'leewaySeconds' | 'now'>;

/** Every rule about the claims of an access token, in order. RFC 9068 §2.2, §4 */
export function claimFindings(
  parts: Pick<TokenParts, 'claims' | 'claimsReason'>,
  expectations: ClaimExpectations,
  foreignKey: boolean,
): JudgedCheck[] {
  const { claims } = parts;
  const issuer: Finding = {
    passed: !foreignKey && claims?.['iss'] === expectations.issuer,
    expected: expectations.issuer,
    received: foreignKey ? `${shown(claims?.['iss'])}, signed with a key that is not that issuer's` : shown(claims?.['iss']),
  };
  return [
    {
      check: 'jwt.claim-types',
      finding: claims
        ? claimsHaveTheirTypes(claims)
        : failed('a JSON object of claims', parts.claimsReason, 'the claims of the token cannot be read'),
    },
    { check: 'jwt.required-claims', finding: accessTokenClaimsPresent(claims) },
    { check: 'jwt.issuer', finding: issuer },
    { check: 'jwt.audience', finding: audienceIncludes(claims, expectations.audience) },
    { check: 'jwt.expiry', finding: notExpired(claims, expectations) },
    { check: 'jwt.not-before', finding: alreadyValid(claims, expectations) },
    { check: 'jwt.issued-at', finding: issuedInThePast(claims, expectations) },
  ];
}

/**
 * Validates a JWT access token for a resource, as RFC 9068 §4 and RFC 8725 ask. Makes every check
 * that can be made, in the order of `ACCESS_TOKEN_CHECKS`, and never throws. Without a readable
 * header, or without a key, the checks that need one are left out, `jwt.signature` never is.
 * @param isOff tells which checks this world has switched off: a naive verifier stands in where
 * neither the algorithm nor the key's algorithm is checked, and a naive reader of a header that is
 * not checked
 */
export async function validateAccessToken(
  token: string,
  expectations: AccessTokenExpectations,
  isOff: (id: CheckId) => boolean,
): Promise<JudgedToken> {
  const parts = takeApart(token);
  const { claims, input, signature } = parts;
  const header = parts.header ?? (isOff('jwt.header-json') ? decodeCompact(token)?.header : undefined);
  const findings: JudgedCheck[] = [
    { check: 'jwt.compact-form', finding: parts.form },
    { check: 'jwt.header-json', finding: parts.headerJson },
  ];
  if (!header) {
    findings.push({ check: 'jwt.signature', finding: failed('a signed token', 'a token whose header cannot be read') });
    return { findings: claims ? [...findings, ...claimFindings(parts, expectations, false)] : findings, ...(claims ? { claims } : {}) };
  }
  const chosen = keyById(header, expectations.keys);
  const brought = isOff('jwt.embedded-key') && isJsonObject(header['jwk']) ? embeddedKey(header['jwk']) : undefined;
  const key = brought ?? chosen.key ?? (isOff('jwt.key-id') ? (expectations.keyByAnyId ?? anyKey)(header, expectations.keys) : undefined);
  findings.push(
    { check: 'jwt.embedded-key', finding: noEmbeddedKey(header) },
    { check: 'jwt.key-url', finding: noKeyUrl(header) },
    { check: 'jwt.critical', finding: criticalUnderstood(header) },
    { check: 'jwt.encoded-payload', finding: payloadEncoded(header) },
    { check: 'jwt.algorithm', finding: algorithmAllowed(header, expectations.algorithms) },
    { check: 'jwt.key-id', finding: chosen.finding },
  );
  if (key) {
    findings.push(
      { check: 'jwt.key-use', finding: keyIsForSignatures(key) },
      { check: 'jwt.algorithm-key', finding: algorithmFitsKey(header, key) },
      { check: 'jwt.key-strength', finding: keyLongEnough(header, key) },
    );
  }
  const alg = typeof header['alg'] === 'string' ? header['alg'] : '';
  const naive = isOff('jwt.algorithm') && isOff('jwt.algorithm-key') ? expectations.byTokenAlg : undefined;
  const verify = naive ?? strictly;
  const curved =
    expectations.ecdsa && key && signature && !naive && /^ES\d/.test(alg)
      ? await expectations.ecdsa(alg, key, signature, input, isOff('jwt.signature-range'))
      : undefined;
  if (curved) findings.push({ check: 'jwt.signature-range', finding: curved.range });
  const verified = curved?.verified ?? (signature !== undefined && (await verify(alg, key, signature, input)));
  findings.push(
    { check: 'jwt.signature', finding: signatureFinding(verified, key ? keyName(key) : 'a known key', signature) },
    { check: 'jwt.type', finding: accessTokenType(header) },
    ...claimFindings(parts, expectations, brought !== undefined),
  );
  return { findings, header, ...(claims ? { claims } : {}) };
}

async function strictly(
  alg: string,
  key: JWK | undefined,
  signature: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return key !== undefined && verifyBytes(alg, key, signature, input);
}

/** The public part of a key a token brought along; only used where that check is switched off. */
function embeddedKey(jwk: JsonObject): JWK {
  return { ...publicPart(jwk), kid: 'the key inside the token' };
}
