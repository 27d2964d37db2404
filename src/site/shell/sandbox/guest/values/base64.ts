const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes as base64 with padding, for a machine that brings neither btoa nor Buffer. RFC 4648 §4 */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const left = bytes.length - at;
    text += ALPHABET.charAt(one >> 2) + ALPHABET.charAt(((one & 3) << 4) | (two >> 4));
    text += left > 1 ? ALPHABET.charAt(((two & 15) << 2) | (three >> 6)) : '=';
    text += left > 2 ? ALPHABET.charAt(three & 63) : '=';
  }
  return text;
}

/** Base64 as bytes, white space and missing padding allowed as `atob` does; undefined where it is not that. Infra §7 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  const dense = text.replaceAll(/[\t\n\f\r ]/g, '');
  const bare = dense.length % 4 === 0 ? dense.replace(/==?$/, '') : dense;
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/]*$/.test(bare)) return undefined;
  const bytes = new Uint8Array(Math.floor((bare.length * 3) / 4));
  let [bits, held, at] = [0, 0, 0];
  for (const character of bare) {
    bits = ((bits << 6) | ALPHABET.indexOf(character)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = (bits >> held) & 0xff;
    at += 1;
  }
  return bytes;
}
