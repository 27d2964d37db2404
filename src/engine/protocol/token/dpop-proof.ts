import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { sha256 } from '../digest.ts';
import { durationInWords } from '../duration.ts';
import { compared, failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { normalTargetUri } from '../message/target-uri.ts';
import type { JudgedCheck } from './access-token.ts';
import { shown, textClaim } from './claim-rules.ts';
import { DPOP_ALGORITHMS } from './dpop-algorithms.ts';
import { algorithmAllowed, criticalUnderstood, payloadEncoded } from './jose-header.ts';
import { decodeCompact, jwkThumbprint } from './jws.ts';
import { publicPart, verifyBytes } from './signature.ts';
import { takeApart } from './token-parts.ts';
import type { TokenParts } from './token-parts.ts';

/** How old a proof may be, and how far ahead of the server's clock it may be made, in seconds. RFC 9449 §11.1 */
export const PROOF_AGE = 60;
export const PROOF_AHEAD = 30;

/** What a server knows of the request that a proof came with. Nothing of it is taken from the proof. RFC 9449 §4.3 */
export interface ProofExpectations {
  readonly method: string;
  /** Every address under which this server may be called for what was asked; one of them is the proof's. */
  readonly urls: readonly string[];
  /** The nonces this server takes now, the latest first. */
  readonly nonces: readonly string[];
  /** The token beside the proof; undefined at the token endpoint. */
  readonly accessToken?: string | undefined;
  /** The thumbprint in that token; undefined where it is bound to no key. */
  readonly boundTo?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What was found about a proof. To be believed only after `span.check` has said yes to every finding. */
export interface JudgedProof {
  readonly findings: readonly JudgedCheck[];
  /** The thumbprint of the key that the proof brought. RFC 7638 §3 */
  readonly jkt?: string | undefined;
  /** By what a second use of the proof is noticed: the key, the address and the id. Undefined where it has no id. RFC 9449 §11.1 */
  readonly id?: string | undefined;
}

/** What `judgeProof` checks at the token endpoint, in order; for `span.plan`. RFC 9449 §4.3 */
export const PROOF_CHECKS = [
  'dpop.single-header',
  'dpop.well-formed',
  'dpop.type',
  'dpop.algorithm',
  'dpop.signature',
  'dpop.public-key',
  'dpop.method',
  'dpop.url',
  'dpop.nonce',
  'dpop.issued-at',
] as const satisfies readonly CheckId[];

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** RFC 7518 §3.3 */
const RSA_BYTES = 256;

/** A field of a list, once for each that was sent: a carrier may have joined repeated fields with commas, and no JWT holds one. RFC 9110 §5.3 */
function proofsIn(fields: readonly string[]): string[] {
  return fields.flatMap((value) => value.split(',')).map((value) => value.trim());
}

/** Is there exactly one DPoP header? RFC 9449 §4.3 (1) */
function singleHeader(proofs: readonly string[]): Finding {
  const expected = 'one DPoP header';
  if (proofs.length === 0) return failed(expected, 'no DPoP header', 'the request brings no DPoP proof');
  return proofs.length === 1
    ? passed('one', expected)
    : failed(expected, `${proofs.length} DPoP headers`, 'the request brings more than one DPoP proof');
}

function missingMembers(header: JsonObject, claims: JsonObject, needed: readonly string[]): string[] {
  const text = (value: unknown): boolean => typeof value === 'string' && value !== '';
  const right: Readonly<Record<string, boolean>> = {
    typ: text(header['typ']),
    alg: text(header['alg']),
    jwk: isJsonObject(header['jwk']),
    jti: text(claims['jti']),
    htm: text(claims['htm']),
    htu: text(claims['htu']),
    iat: typeof claims['iat'] === 'number' && Number.isFinite(claims['iat']),
    ath: text(claims['ath']),
  };
  return needed.filter((name) => right[name] !== true);
}

/** Is it one JWT, with everything in it that a proof needs? RFC 9449 §4.3 (2, 3), §4.2 */
function wellFormed({ form, headerJson, header, claims, claimsReason }: TokenParts, needed: readonly string[]): Finding {
  const expected = `a JWT with ${needed.join(', ')}`;
  if (!form.passed) return failed(expected, form.received, 'the DPoP header holds no JWT');
  if (!header) return failed(expected, `a header that is ${headerJson.received ?? 'not JSON'}`, 'the header of the proof cannot be read');
  if (!claims) return failed(expected, `claims that are ${claimsReason ?? 'not JSON'}`, 'the claims of the proof cannot be read');
  const critical = criticalUnderstood(header);
  if (!critical.passed) return failed('no critical header we do not understand', critical.received, 'the proof asks for an extension');
  const encoded = payloadEncoded(header);
  if (!encoded.passed) return failed('no b64: false', encoded.received, 'the claims of the proof are not encoded');
  const missing = missingMembers(header, claims, needed);
  return missing.length === 0 ? passed('all of it', expected) : failed(expected, `no usable ${missing.join(', no usable ')}`);
}

/** Does the JWT say that it is a DPoP proof, and no other kind? RFC 9449 §4.3 (4), §11.5 */
function proofType({ typ }: JsonObject): Finding {
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  return { passed: plain === 'dpop+jwt', expected: 'dpop+jwt', received: shown(typ) };
}

/** Is it a signature algorithm on this server's list, with a key long enough for it? RFC 9449 §4.3 (5); RFC 7518 §3.3 */
function proofAlgorithm(header: JsonObject, jwk: JsonObject | undefined): Finding {
  const listed = algorithmAllowed(header, DPOP_ALGORITHMS);
  const modulus = jwk?.['kty'] === 'RSA' && typeof jwk['n'] === 'string' ? Math.floor((jwk['n'].length * 3) / 4) : RSA_BYTES;
  if (!listed.passed || modulus >= RSA_BYTES) return listed;
  return failed('an RSA key of 2048 bits or more', `one of ${modulus * 8} bits`, 'the key of the proof is too short');
}

/** Does the proof show the public part of its key and nothing secret? RFC 9449 §4.3 (7) */
function publicKeyOnly(jwk: JsonObject): Finding {
  const secret = PRIVATE_MEMBERS.filter((name) => Object.hasOwn(jwk, name));
  const expected = 'a public key';
  if (secret.length > 0) return failed(expected, `a key with ${secret.join(', ')}, which stay secret`);
  return jwk['kty'] === 'oct' ? failed(expected, 'a symmetric key') : passed(shown(jwk['kty']), expected);
}

/** The key of a proof as a verifier uses it: a secret member is looked at only where it is a symmetric key. */
function verificationKey(jwk: JsonObject): JWK {
  return { ...publicPart(jwk), ...(typeof jwk['k'] === 'string' ? { k: jwk['k'] } : {}) };
}

async function signedByItsKey({ input, signature }: TokenParts, header: JsonObject, jwk: JsonObject | undefined): Promise<Finding> {
  const expected = 'signed by the key in its header';
  if (!jwk) return failed(expected, 'no key in the header', 'the proof holds no key');
  if (!signature || signature.length === 0) return failed(expected, 'no signature');
  const alg = typeof header['alg'] === 'string' ? header['alg'] : '';
  return (await verifyBytes(alg, verificationKey(jwk), signature, input))
    ? passed('verifies with that key', expected)
    : failed(expected, 'does not verify with that key: another key signed it, or the proof was changed');
}

/** Is the address in the proof one at which this server was asked? RFC 9449 §4.3 (9) */
function sameUrl(claims: JsonObject | undefined, urls: readonly string[]): Finding {
  const expected = urls.map((url) => normalTargetUri(url) ?? url);
  const htu = textClaim(claims, 'htu');
  const normal = htu === undefined ? undefined : normalTargetUri(htu);
  return {
    passed: normal !== undefined && expected.includes(normal),
    expected: expected.join(' or '),
    received: normal ?? (htu === undefined ? 'nothing' : `${shown(htu)}, which is no HTTP address`),
  };
}

/** Does the proof hold a nonce that this server gave, and still takes? RFC 9449 §4.3 (10), §8, §9 */
function serverNonce(claims: JsonObject | undefined, nonces: readonly string[]): Finding {
  const expected = `the latest nonce of this server, ${nonces[0] ?? 'none yet'}`;
  const nonce = claims?.['nonce'];
  if (nonce === undefined) return failed(expected, 'no nonce', 'the proof holds no nonce of this server');
  if (typeof nonce !== 'string' || !nonces.includes(nonce)) return failed(expected, shown(nonce));
  return passed(nonce === nonces[0] ? nonce : `${nonce}, the one before it`, expected);
}

/** Was the proof made just now? RFC 9449 §4.3 (11), §11.1 */
function madeJustNow(claims: JsonObject | undefined, now: number): Finding {
  const expected = `made in the last ${durationInWords(PROOF_AGE)}, by a clock at most ${durationInWords(PROOF_AHEAD)} ahead`;
  const iat = claims?.['iat'];
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return failed(expected, iat === undefined ? 'no iat' : shown(iat));
  const age = now / 1000 - iat;
  const received = age < 0 ? `made ${durationInWords(age)} from now` : `made ${durationInWords(age)} ago`;
  return { passed: age <= PROOF_AGE && -age <= PROOF_AHEAD, expected, received };
}

/** Does the proof name the token beside it? RFC 9449 §4.3 (12), §7.1 */
async function namesToken(claims: JsonObject | undefined, accessToken: string): Promise<Finding> {
  return compared(await sha256(accessToken), claims?.['ath'] === undefined ? undefined : shown(claims['ath']));
}

/** Is the key of the proof the one the token is bound to? RFC 9449 §4.3 (12), §6 */
function boundToKey(jkt: string | undefined, boundTo: string | undefined): Finding {
  if (boundTo === undefined) return failed('a token bound to a DPoP key', 'a token bound to no key', 'the token is bound to no DPoP key');
  return compared(boundTo, jkt);
}

async function thumbprint(jwk: JsonObject | undefined): Promise<string | undefined> {
  if (!jwk) return undefined;
  try {
    return await jwkThumbprint(verificationKey(jwk));
  } catch {
    return undefined;
  }
}

/**
 * Judges a DPoP proof by the twelve rules of RFC 9449 §4.3, in their order. Makes every check that
 * can be made and never throws. Whether the proof was used before is for {@link proofUnused} to say,
 * because only a server that remembers can.
 * @param fields the values of every DPoP header of the request
 * @param isOff tells which checks are switched off: a header that is not checked is read by a naive reader
 */
export async function judgeProof(
  fields: readonly string[],
  expectations: ProofExpectations,
  isOff: (id: CheckId) => boolean,
): Promise<JudgedProof> {
  const proofs = proofsIn(fields);
  const findings: JudgedCheck[] = [{ check: 'dpop.single-header', finding: singleHeader(proofs) }];
  const [proof] = proofs;
  if (proof === undefined) return { findings };
  const { accessToken, boundTo, now } = expectations;
  const parts = takeApart(proof);
  const needed = ['typ', 'alg', 'jwk', 'jti', 'htm', 'htu', 'iat', ...(accessToken === undefined ? [] : ['ath'])];
  findings.push({ check: 'dpop.well-formed', finding: wellFormed(parts, needed) });
  const loose = isOff('dpop.well-formed') ? decodeCompact(proof) : undefined;
  const header = parts.header ?? loose?.header;
  const claims = parts.claims ?? loose?.claims;
  if (!header || !claims) return { findings };

  const jwk = isJsonObject(header['jwk']) ? header['jwk'] : undefined;
  const jkt = await thumbprint(jwk);
  findings.push(
    { check: 'dpop.type', finding: proofType(header) },
    { check: 'dpop.algorithm', finding: proofAlgorithm(header, jwk) },
    { check: 'dpop.signature', finding: await signedByItsKey(parts, header, jwk) },
  );
  if (jwk) findings.push({ check: 'dpop.public-key', finding: publicKeyOnly(jwk) });
  findings.push(
    { check: 'dpop.method', finding: compared(expectations.method, textClaim(claims, 'htm')) },
    { check: 'dpop.url', finding: sameUrl(claims, expectations.urls) },
    { check: 'dpop.nonce', finding: serverNonce(claims, expectations.nonces) },
    { check: 'dpop.issued-at', finding: madeJustNow(claims, now) },
  );
  if (accessToken !== undefined) {
    findings.push(
      { check: 'dpop.token-hash', finding: await namesToken(claims, accessToken) },
      { check: 'dpop.key-binding', finding: boundToKey(jkt, boundTo) },
    );
  }
  const jti = textClaim(claims, 'jti');
  const htu = normalTargetUri(textClaim(claims, 'htu') ?? '') ?? '';
  return { findings, jkt, ...(jti === undefined ? {} : { id: await sha256(JSON.stringify([jkt ?? '', htu, jti])) }) };
}

/** Is this the first time that the proof came? RFC 9449 §11.1 */
export function proofUnused(seen: boolean): Finding {
  return { passed: !seen, expected: 'a proof not used yet', received: seen ? 'a proof that came before' : 'its first use' };
}
