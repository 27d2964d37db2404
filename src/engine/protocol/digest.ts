import { base64url, utf8 } from '../http/encoding.ts';

/** The SHA-256 of a text's UTF-8 bytes, as base64url. */
export async function sha256(text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text))));
}

/** The left half of a hash of a text's ASCII bytes, as base64url. OpenID Connect Core §3.1.3.6 */
export async function leftHalf(hash: 'SHA-256' | 'SHA-384' | 'SHA-512', text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest(hash, utf8(text)));
  return base64url(digest.subarray(0, digest.length / 2));
}
