export { base64, base64url, base64urlText } from './platform-base64.ts';

const ENCODER = new TextEncoder();
const STRICT_UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text as UTF-8 bytes. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}

/** UTF-8 bytes as text, or undefined where they are not well-formed UTF-8. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT_UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Base64 with padding as bytes, or undefined where it is not that. RFC 4648 §4 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return undefined;
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let index = 0; index < raw.length; index += 1) bytes[index] = raw.charCodeAt(index);
  return bytes;
}

/** What the last character may be where one or two bytes are left over: every bit beyond them is zero. RFC 4648 §3.5 */
const LAST_CHARACTERS: Readonly<Record<number, RegExp>> = { 2: /[AQgw]$/, 3: /[AEIMQUYcgkosw048]$/ };

/** Base64url without padding as bytes, or undefined where it holds anything else or has stray bits. RFC 7515 §2 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
  const over = text.length % 4;
  if (over === 1 || !/^[A-Za-z0-9_-]*$/.test(text) || LAST_CHARACTERS[over]?.test(text) === false) return undefined;
  return fromBase64(
    text
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .padEnd(text.length + ((4 - over) % 4), '='),
  );
}
