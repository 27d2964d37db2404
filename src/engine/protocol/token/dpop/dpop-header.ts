import type { JWK } from 'jose';
import { isJsonObject } from '../../../http/strict-json.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { failed, passed } from '../../finding.ts';
import type { Finding } from '../../finding.ts';
import { shown } from '../claim-rules.ts';
import { DPOP_ALGORITHMS } from './dpop-algorithms.ts';
import { algorithmAllowed, criticalUnderstood, keyLongEnough, payloadEncoded } from '../jose-header.ts';
import { publicPart, verifyBytes } from '../signature/signature.ts';
import type { TokenParts } from '../token-parts.ts';

const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'];

/** A field of a list, once for each that was sent: a carrier may have joined repeated fields with commas, and no JWT holds one. RFC 9110 §5.3 */
export function proofsIn(fields: readonly string[]): string[] {
  return fields.flatMap((value) => value.split(',')).map((value) => value.trim());
}

/** Is there exactly one DPoP header? RFC 9449 §4.3 (1) */
export function singleHeader(proofs: readonly string[]): Finding {
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
export function wellFormed({ form, headerJson, header, claims, claimsReason }: TokenParts, needed: readonly string[]): Finding {
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
export function proofType({ typ }: JsonObject): Finding {
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  return { passed: plain === 'dpop+jwt', expected: 'dpop+jwt', received: shown(typ) };
}

/** Is it a signature algorithm on this server's list, with a key long enough for it? RFC 9449 §4.3 (5); RFC 7518 §3.3 */
export function proofAlgorithm(header: JsonObject, jwk: JsonObject | undefined): Finding {
  const listed = algorithmAllowed(header, DPOP_ALGORITHMS);
  if (!listed.passed || !jwk) return listed;
  const long = keyLongEnough(header, verificationKey(jwk));
  return long.passed ? listed : { ...long, refusal: 'the key of the proof is too short' };
}

/** Does the proof show the public part of its key and nothing secret? RFC 9449 §4.3 (7) */
export function publicKeyOnly(jwk: JsonObject): Finding {
  const secret = PRIVATE_MEMBERS.filter((name) => Object.hasOwn(jwk, name));
  const expected = 'a public key';
  if (secret.length > 0) return failed(expected, `a key with ${secret.join(', ')}, which stay secret`);
  return jwk['kty'] === 'oct' ? failed(expected, 'a symmetric key') : passed(shown(jwk['kty']), expected);
}

/** The key of a proof as a verifier uses it: a secret member is looked at only where it is a symmetric key. */
export function verificationKey(jwk: JsonObject): JWK {
  return { ...publicPart(jwk), ...(typeof jwk['k'] === 'string' ? { k: jwk['k'] } : {}) };
}

export async function signedByItsKey({ input, signature }: TokenParts, header: JsonObject, jwk: JsonObject | undefined): Promise<Finding> {
  const expected = 'signed by the key in its header';
  if (!jwk) return failed(expected, 'no key in the header', 'the proof holds no key');
  if (!signature || signature.length === 0) return failed(expected, 'no signature');
  const alg = typeof header['alg'] === 'string' ? header['alg'] : '';
  return (await verifyBytes(alg, verificationKey(jwk), signature, input))
    ? passed('verifies with that key', expected)
    : failed(expected, 'does not verify with that key: another key signed it, or the proof was changed');
}
