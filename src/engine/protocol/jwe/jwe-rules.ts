import type { JWK } from 'jose';
import { fromBase64url } from '../../http/encoding.ts';
import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { CURVES, isCurveName, isOnCurve, numberOf } from '../curves.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { shown } from '../token/claim-rules.ts';
import { decodeCompact } from '../token/jws.ts';

/** A key that opens tokens: private, with the one algorithm it is for. RFC 7517 §4.4 */
export interface OpeningKey extends JWK {
  readonly kty: string;
  readonly kid: string;
  readonly alg: string;
}

/** What a party that opens tokens has decided beforehand. */
export interface OpeningPolicy {
  readonly keys: readonly OpeningKey[];
  /** Content encryption algorithms, such as A256GCM. RFC 7518 §5.1 */
  readonly encryptions: readonly string[];
  /** The most rounds of PBKDF2 a token may ask for. RFC 7518 §4.8.1.2 */
  readonly mostIterations: number;
  /** The most bytes a token may unpack to. */
  readonly mostBytes: number;
}

/**
 * Are both algorithms ones that this party chose beforehand, and is the first the one its key is for? A key
 * that the token names serves its own algorithm only, whatever other keys are for. RFC 8725 §3.1, §3.2
 */
export function sealAlgorithmsListed(header: JsonObject, { keys, encryptions }: OpeningPolicy): Finding {
  const { alg, enc } = header;
  const named = openingKey(header, keys);
  const algorithms = named && header['kid'] !== undefined ? [named.alg] : [...new Set(keys.map((key) => key.alg))];
  return {
    passed: algorithms.some((one) => one === alg) && typeof enc === 'string' && encryptions.includes(enc),
    expected: `alg one of [${algorithms.join(', ')}], enc one of [${encryptions.join(', ')}]`,
    received: `alg ${shown(alg)}, enc ${shown(enc)}`,
  };
}

/** The key a sealed token is to be opened with: by `kid`, else the one for its algorithm. RFC 7516 §4.1.6, §6 */
export function openingKey(header: JsonObject, keys: readonly OpeningKey[]): OpeningKey | undefined {
  const { kid, alg } = header;
  return keys.find((key) => (kid === undefined ? key.alg === alg : key.kid === kid));
}

/** Whether the sender brought an ephemeral key for agreement. RFC 7518 §4.6 */
export function agreesOnKey({ alg }: JsonObject): boolean {
  return typeof alg === 'string' && alg.startsWith('ECDH-ES');
}

/** Whether a password opens the token. RFC 7518 §4.8 */
export function needsPassword({ alg }: JsonObject): boolean {
  return typeof alg === 'string' && alg.startsWith('PBES2');
}

/** Is the sender's ephemeral key a point of the curve that our key is on? RFC 8725 §3.4; RFC 7518 §4.6.1.1 */
export function pointOnCurve({ epk }: JsonObject, key: OpeningKey | undefined): Finding {
  const curve = isCurveName(key?.crv) ? key.crv : 'P-256';
  const expected = `an ephemeral key on ${curve}`;
  if (!isJsonObject(epk)) return failed(expected, shown(epk), 'the sealed token brings no ephemeral key');
  const { kty, crv, x, y } = epk;
  if (kty !== 'EC' || crv !== curve) return failed(expected, `a key of ${shown(crv ?? kty)}`);
  const [left, right] = [x, y].map((text) => (typeof text === 'string' ? fromBase64url(text) : undefined));
  const { bytes } = CURVES[curve];
  if (left?.length !== bytes || right?.length !== bytes) return failed(expected, `coordinates that are not ${bytes} bytes each`);
  const onCurve = isOnCurve(curve, numberOf(left), numberOf(right));
  return { passed: onCurve, expected, received: onCurve ? 'a point of the curve' : 'two numbers that are no point of the curve' };
}

/** Does the token ask for no more rounds than are allowed? draft-ietf-oauth-rfc8725bis §3.13 */
export function iterationsBounded({ p2c }: JsonObject, most: number): Finding {
  const expected = `at most ${most} rounds`;
  if (typeof p2c !== 'number' || !Number.isSafeInteger(p2c) || p2c < 1)
    return failed(expected, shown(p2c), 'the token names no number of rounds');
  return { passed: p2c <= most, expected, received: `${p2c} rounds` };
}

/** Does the token unpack to no more than is allowed? draft-ietf-oauth-rfc8725bis §3.15 */
export function sizeBounded(bytes: number | 'more', most: number, budget: number): Finding {
  const expected = `at most ${most} bytes`;
  if (bytes === 'more') return failed(expected, `more than ${budget} bytes, where the lab stopped`);
  return { passed: bytes <= most, expected, received: `${bytes} bytes` };
}

/** Is what was inside signed by somebody? draft-ietf-oauth-rfc8725bis §3.3; RFC 7519 §11.2 */
export function insideIsSigned(inside: string): Finding {
  const expected = 'a signed token inside';
  if (inside.startsWith('{')) return failed(expected, 'claims that nobody signed');
  const decoded = decodeCompact(inside);
  if (!decoded) return failed(expected, 'something that is no token');
  const { alg } = decoded.header;
  const unsigned = decoded.signature === '' || (typeof alg === 'string' && alg.toLowerCase() === 'none');
  return unsigned ? failed(expected, 'a token with no signature') : passed('a signed token', expected);
}

/** Claims that an envelope may repeat outside, for whoever cannot open it. RFC 7519 §5.3 */
const REPLICATED = ['iss', 'sub', 'aud'];

/**
 * Does the envelope say of these claims what the token inside says? Whoever passed it on has gone by what stands
 * outside. RFC 7519 §5.3
 */
export function claimsReplicated(header: JsonObject, claims: JsonObject): Finding {
  const named = REPLICATED.filter((name) => Object.hasOwn(header, name));
  const differing = named.filter((name) => JSON.stringify(header[name]) !== JSON.stringify(claims[name]));
  const expected = 'the same claims outside as inside';
  if (differing.length > 0) return failed(expected, differing.map((name) => `${name} ${shown(header[name])} outside`).join(', '));
  return passed(named.length === 0 ? 'none outside' : named.join(', '), expected);
}
