import type { JWK } from 'jose';
import { base64url } from '../../http/encoding.ts';
import type { JsonObject } from '../../http/strict-json.ts';

/** A disk as far as this lab goes: bytes by absolute path. */
export type KeyFiles = Readonly<Record<string, Uint8Array>>;

/**
 * NAIVE, on purpose: opens the file that `kid` names below a folder, dots and all, and takes its bytes
 * for the secret. An empty file is a key of zeros, because HMAC pads every key with zeros (RFC 2104 §2).
 * Used only where `jwt.key-id` is switched off. RFC 8725 §2.9
 */
export function keyFileByPath(files: KeyFiles, folder: string): (header: JsonObject) => JWK | undefined {
  return ({ kid }) => {
    if (typeof kid !== 'string') return undefined;
    const { pathname } = new URL(`${folder}/${kid}`, 'file:///');
    const bytes = Object.hasOwn(files, pathname) ? files[pathname] : undefined;
    if (!bytes) return undefined;
    return { kty: 'oct', alg: 'HS256', kid: pathname, k: base64url(bytes.length === 0 ? new Uint8Array(1) : bytes) };
  };
}
