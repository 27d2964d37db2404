const ENCODER = new TextEncoder();

function binary(bytes: Uint8Array): string {
  let text = '';
  // Spread into arguments, bytes would be taken one by one; as a list they are taken at once.
  for (let start = 0; start < bytes.length; start += 8192)
    text += Reflect.apply(String.fromCharCode, undefined, bytes.subarray(start, start + 8192)) as string;
  return text;
}

/** Bytes as base64 with padding. `npm run serve` puts Node's own in the place of this file. RFC 4648 §4 */
export function base64(bytes: Uint8Array): string {
  return btoa(binary(bytes));
}

/** Bytes as base64url without padding. RFC 7515 §2 */
export function base64url(bytes: Uint8Array): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Text as UTF-8 in base64url without padding, as the parts of a JWS are written. RFC 7515 §5.1 */
export function base64urlText(text: string): string {
  return base64url(ENCODER.encode(text));
}
