import type { JWK } from 'jose';
import { base64url, fromBase64url, fromUtf8 } from '../../../http/encoding.ts';
import { platformSign, platformVerify } from './platform-signature.ts';

/** How one JWS algorithm is asked of the platform. RFC 7518 §3.1; RFC 8037 §3.1; RFC 9864 §2 */
interface Algorithm {
  readonly kty: 'OKP' | 'RSA' | 'EC' | 'oct';
  readonly crv?: string;
  readonly use: AlgorithmIdentifier | RsaPssParams | EcdsaParams | HmacImportParams;
  /** The hash that an RSA key is imported for. RFC 7518 §3.3, §3.5 */
  readonly hash?: string;
}

/** RSA, HMAC and RSA-PSS in their three lengths. RFC 7518 §3.2, §3.3, §3.5 */
function inThreeLengths(name: string, use: (bits: number) => Algorithm): (readonly [string, Algorithm])[] {
  return [256, 384, 512].map((bits) => [`${name}${bits}`, use(bits)]);
}

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map([
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519', use: { name: 'Ed25519' } }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519', use: { name: 'Ed25519' } }],
  ['ES256', { kty: 'EC', crv: 'P-256', use: { name: 'ECDSA', hash: 'SHA-256' } }],
  ['ES384', { kty: 'EC', crv: 'P-384', use: { name: 'ECDSA', hash: 'SHA-384' } }],
  ['ES512', { kty: 'EC', crv: 'P-521', use: { name: 'ECDSA', hash: 'SHA-512' } }],
  ...inThreeLengths('RS', (bits) => ({ kty: 'RSA', use: { name: 'RSASSA-PKCS1-v1_5' }, hash: `SHA-${bits}` })),
  ...inThreeLengths('PS', (bits) => ({ kty: 'RSA', use: { name: 'RSA-PSS', saltLength: bits / 8 }, hash: `SHA-${bits}` })),
  ...inThreeLengths('HS', (bits) => ({ kty: 'oct', use: { name: 'HMAC', hash: `SHA-${bits}` } })),
]);

/** Whether a key is of the type, and on the curve, that an algorithm works with. RFC 7518 §3.1 */
export function keyFitsAlgorithm(key: JWK, algorithm: string): boolean {
  const known = ALGORITHMS.get(algorithm);
  if (!known || key.kty !== known.kty || (known.crv !== undefined && key.crv !== known.crv)) return false;
  return key.alg === undefined || key.alg === algorithm;
}

const PUBLIC_MEMBERS = ['kty', 'crv', 'x', 'y', 'n', 'e', 'kid', 'alg', 'use'] as const;

/** The public part of an asymmetric key: what a key set may show. RFC 7517 §9.3 */
export function publicPart(key: Readonly<Record<string, unknown>>): JWK {
  return Object.fromEntries(PUBLIC_MEMBERS.flatMap((name) => (typeof key[name] === 'string' ? [[name, key[name]]] : [])));
}

/**
 * A key of a pair as the platform takes it.
 * @throws where it is none
 */
export function importPair(key: JWK, name: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  // What the key says of its own use is judged by rules, each with its name, and not by the platform.
  const { alg: _alg, use: _use, ...material } = usage === 'verify' ? publicPart(key) : key;
  const { use = name, hash, crv } = ALGORITHMS.get(name) ?? {};
  const algorithm = { ...(typeof use === 'string' ? { name: use } : use), hash, namedCurve: crv };
  // The JWK is at hand anyway, and Node asks for its own form of the key.
  return crypto.subtle.importKey('jwk', { ...material, ext: true }, algorithm, true, [usage]);
}

async function importKey(key: JWK, name: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  if (key.kty !== 'oct') return importPair(key, name, usage);
  const secret = fromBase64url(key.k ?? '');
  if (!secret || secret.length === 0) throw new TypeError('The secret is empty.');
  return crypto.subtle.importKey('raw', secret, ALGORITHMS.get(name)?.use ?? name, true, [usage]);
}

/** Keys are imported once: for as long as the same JWK is at hand, which nobody changes. */
const imported = new WeakMap<JWK, Map<string, Promise<CryptoKey>>>();

function cryptoKey(key: JWK, name: string, usage: 'sign' | 'verify'): Promise<CryptoKey> {
  const uses = imported.get(key) ?? new Map<string, Promise<CryptoKey>>();
  imported.set(key, uses);
  const use = `${usage} ${name}`;
  const known = uses.get(use) ?? importKey(key, name, usage);
  uses.set(use, known);
  return known;
}

/**
 * Signs bytes with a private key or a secret.
 * @throws {TypeError} where the key does not fit the algorithm, or the algorithm is unknown
 */
export async function signBytes(algorithm: string, key: JWK, input: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const known = ALGORITHMS.get(algorithm);
  if (!known || !keyFitsAlgorithm(key, algorithm)) throw new TypeError(`This key cannot sign with ${algorithm}.`);
  return platformSign(known.use, await cryptoKey(key, algorithm, 'sign'), input);
}

/** Signatures remembered for each key, and the longest of them with what was signed, in characters. */
const MOST_SEEN = 256;
const LONGEST_SEEN = 4096;

/** What has verified with a key: the same bytes verify again, and a client calls with the same token many times. */
const verified = new WeakMap<JWK, Set<string>>();

/** Whether a signature over bytes verifies. A key that does not fit, or cannot be read, verifies nothing; never throws. RFC 7515 §5.2 */
export async function verifyBytes(
  algorithm: string,
  key: JWK,
  signature: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const known = ALGORITHMS.get(algorithm);
  if (!known || !keyFitsAlgorithm(key, algorithm)) return false;
  const signed = `${algorithm} ${base64url(signature)} ${fromUtf8(input) ?? base64url(input)}`;
  const seen = verified.get(key) ?? new Set();
  if (seen.has(signed)) return true;
  try {
    if (!(await platformVerify(known.use, await cryptoKey(key, algorithm, 'verify'), signature, input))) return false;
  } catch {
    return false;
  }
  if (signed.length > LONGEST_SEEN) return true;
  verified.set(key, seen.add(signed));
  const [oldest] = seen;
  if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest);
  return true;
}
