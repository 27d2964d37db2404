import type { KeyObject, SignKeyObjectInput } from 'node:crypto';
import type { SignatureUse } from '#engine/protocol/token/signature/platform-signature.ts';
import { crypto } from '../builtin.ts';

const keyObjects = new WeakMap<CryptoKey, KeyObject>();

function keyObject(key: CryptoKey): KeyObject {
  const known = keyObjects.get(key) ?? crypto().KeyObject.from(key);
  keyObjects.set(key, known);
  return known;
}

function hashOf(use: SignatureUse, key: CryptoKey): string | undefined {
  const named = typeof use === 'object' && 'hash' in use ? use.hash : (key.algorithm as RsaHashedKeyAlgorithm).hash;
  const name = typeof named === 'object' ? named.name : named;
  return typeof name === 'string' ? name.replace('-', '').toLowerCase() : undefined;
}

/** How Node is asked for a signature. */
interface NodeUse {
  readonly digest: string | null;
  readonly with: SignKeyObjectInput;
}

/** The digest and the form of the signature that an algorithm of WebCrypto stands for. RFC 7518 §3.3 to §3.5 */
function translated(use: SignatureUse, key: CryptoKey): NodeUse {
  const { name } = key.algorithm;
  const digest = name === 'Ed25519' ? null : (hashOf(use, key) ?? null);
  const object = { key: keyObject(key) };
  if (name === 'ECDSA') return { digest, with: { ...object, dsaEncoding: 'ieee-p1363' } };
  if (name === 'RSA-PSS' && typeof use === 'object' && 'saltLength' in use)
    return { digest, with: { ...object, padding: crypto().constants.RSA_PKCS1_PSS_PADDING, saltLength: use.saltLength } };
  return { digest, with: object };
}

/** A key is used in one way, again and again. */
const nodeUses = new WeakMap<CryptoKey, { readonly use: SignatureUse; readonly how: NodeUse }>();

function nodeUse(use: SignatureUse, key: CryptoKey): NodeUse {
  const known = nodeUses.get(key);
  if (known?.use === use) return known.how;
  const how = translated(use, key);
  nodeUses.set(key, { use, how });
  return how;
}

function hmac(use: SignatureUse, key: CryptoKey, input: Uint8Array): Buffer<ArrayBuffer> {
  return crypto()
    .createHmac(hashOf(use, key) ?? '', keyObject(key))
    .update(input)
    .digest();
}

/**
 * Signs with a key of a pair on another thread, which leaves this one to the next message, and without
 * WebCrypto's own work on this one. An HMAC is made at once.
 */
export function platformSign(use: SignatureUse, key: CryptoKey, input: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    if (key.algorithm.name === 'HMAC') {
      resolve(hmac(use, key, input));
      return;
    }
    const how = nodeUse(use, key);
    crypto().sign(how.digest, input, how.with, (error, signature) => (error ? reject(error) : resolve(signature)));
  });
}

/** Verifies at once, on this thread. */
export async function platformVerify(
  use: SignatureUse,
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (key.algorithm.name === 'HMAC') {
    const own = hmac(use, key, input);
    return own.length === signature.length && crypto().timingSafeEqual(own, signature);
  }
  const how = nodeUse(use, key);
  return crypto().verify(how.digest, input, how.with, signature);
}
