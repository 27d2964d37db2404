import { base64url, utf8 } from '../http/encoding.ts';
import { platformDigest } from './platform-digest.ts';
import type { HashName } from './platform-digest.ts';

/** The SHA-256 of a text's UTF-8 bytes, as base64url. */
export async function sha256(text: string): Promise<string> {
  return base64url(await platformDigest('SHA-256', utf8(text)));
}

/** The left half of a hash of a text's ASCII bytes, as base64url. OpenID Connect Core §3.1.3.6 */
export async function leftHalf(hash: HashName, text: string): Promise<string> {
  const digest = await platformDigest(hash, utf8(text));
  return base64url(digest.subarray(0, digest.length / 2));
}
