function buffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Bytes as base64 with padding. RFC 4648 §4 */
export function base64(bytes: Uint8Array): string {
  return buffer(bytes).toString('base64');
}

/** Bytes as base64url without padding. RFC 7515 §2 */
export function base64url(bytes: Uint8Array): string {
  return buffer(bytes).toString('base64url');
}

/** Text as UTF-8 in base64url without padding. RFC 7515 §5.1 */
export function base64urlText(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}
