import { CompactEncrypt, importJWK } from 'jose';
import { fromBase64url, utf8 } from '../../http/encoding.ts';
import { CONTENT_ENCRYPTION } from './content-encryption.ts';
import type { OpeningKey } from './jwe-rules.ts';

/** The public part of a key that opens tokens, or a password both sides hold. */
export type SealingKey = Pick<OpeningKey, 'kty' | 'crv' | 'x' | 'y' | 'n' | 'e' | 'k' | 'kid' | 'alg'>;

/**
 * A signed token in an envelope that only the recipient opens: signed first, then sealed. RFC 7519 §11.2, §5.2
 * @param compress with `zip`, which makes the length tell of the content: RFC 8725 §3.6
 * @throws {TypeError} where the key is none for its algorithm
 */
export async function sealToken(token: string, key: SealingKey, compress: boolean): Promise<string> {
  const { kty, crv, x, y, n, e } = key;
  const material = kty === 'oct' ? fromBase64url(key.k ?? '') : await importJWK({ kty, crv, x, y, n, e } as SealingKey, key.alg);
  if (!material) throw new TypeError('The password is not base64url.');
  return new CompactEncrypt(utf8(token))
    .setProtectedHeader({ alg: key.alg, enc: CONTENT_ENCRYPTION, kid: key.kid, cty: 'JWT', ...(compress ? { zip: 'DEF' } : {}) })
    .encrypt(material);
}
