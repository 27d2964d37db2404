import type { JWK } from 'jose';
import { base64, base64url, utf8 } from '../../http/encoding.ts';
import { importPair, verifyBytes } from '../token/signature/signature.ts';

/**
 * NAIVE, on purpose: the bytes of a public key's PEM text as an HMAC secret. Whoever can read the
 * key set can make it, which is the attack. RFC 8725 §2.1
 * @throws {TypeError} where the key is no public key that PEM can hold
 */
export async function publicKeyAsSecret(publicJwk: JWK): Promise<JWK> {
  if (publicJwk.kty === 'oct') throw new TypeError('Only a public key has a PEM text.');
  const key = await importPair(publicJwk, publicJwk.alg ?? 'RS256', 'verify');
  const lines = base64(new Uint8Array(await crypto.subtle.exportKey('spki', key))).match(/.{1,64}/g) ?? [];
  // Line for line as RFC 7468 §2 has it, with no newline at the end.
  const pem = ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----'].join('\n');
  return { kty: 'oct', alg: 'HS256', k: base64url(utf8(pem)) };
}

/**
 * NAIVE, on purpose: lets the token's own `alg` decide. `none` in any spelling is taken with an
 * empty signature, and HS256 takes the public key's bytes as its secret. Used only where both
 * `jwt.algorithm` and `jwt.algorithm-key` are switched off. Never throws. RFC 8725 §2.1
 */
export async function verifyByTokenAlg(
  alg: string,
  key: JWK | undefined,
  signature: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  if (alg.toLowerCase() === 'none') return signature.length === 0;
  if (!key) return false;
  if (alg !== 'HS256' || key.kty === 'oct') return verifyBytes(alg, key, signature, input);
  try {
    return await verifyBytes('HS256', await publicKeyAsSecret(key), signature, input);
  } catch {
    return false;
  }
}
