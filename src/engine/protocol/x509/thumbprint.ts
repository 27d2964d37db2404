import { base64url } from '../../http/encoding.ts';

/** The SHA-256 of a certificate's DER bytes, as base64url: the `x5t#S256` of a token that is bound to it. RFC 8705 §3.1 */
export async function certificateThumbprint(der: Uint8Array<ArrayBuffer>): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', der)));
}
