const REPLACEMENT = 0xfffd;

/** Text as UTF-8; a half of a surrogate pair becomes U+FFFD. Encoding §8.1.2 */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) ?? REPLACEMENT;
    const code = point >= 0xd800 && point <= 0xdfff ? REPLACEMENT : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return Uint8Array.from(bytes);
}

/** How a sequence goes on after its first byte: how many bytes more, and between what the next has to be. Encoding §8.1.1 */
function sequence(first: number): readonly [more: number, low: number, high: number] | undefined {
  if (first >= 0xc2 && first <= 0xdf) return [1, 0x80, 0xbf];
  if (first >= 0xe0 && first <= 0xef) return [2, first === 0xe0 ? 0xa0 : 0x80, first === 0xed ? 0x9f : 0xbf];
  if (first >= 0xf0 && first <= 0xf4) return [3, first === 0xf0 ? 0x90 : 0x80, first === 0xf4 ? 0x8f : 0xbf];
  return undefined;
}

/**
 * UTF-8 as text, what is not well-formed as U+FFFD.
 * @throws {TypeError} with `fatal`, where it is not well-formed
 */
export function decodeUtf8(bytes: Uint8Array, fatal = false): string {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    at += 1;
    if (first < 0x80) {
      text += String.fromCharCode(first);
      continue;
    }
    let [more, low, high] = sequence(first) ?? [0, 0, 0];
    let point = more === 0 ? -1 : first & (0x3f >> more);
    for (; more > 0; more -= 1) {
      const next = bytes[at] ?? -1;
      if (next < low || next > high) {
        point = -1;
        break;
      }
      point = (point << 6) | (next & 63);
      at += 1;
      [low, high] = [0x80, 0xbf];
    }
    if (point < 0 && fatal) throw new TypeError('The bytes are not UTF-8.');
    text += String.fromCodePoint(point < 0 ? REPLACEMENT : point);
  }
  return text;
}

/** The bytes of a buffer or of a view on one. */
export function bytesOf(source: unknown): Uint8Array<ArrayBuffer> {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer as ArrayBuffer, source.byteOffset, source.byteLength);
  throw new TypeError('An ArrayBuffer or a view on one is wanted here.');
}

/** Encoding §7.2 */
export class TextEncoder {
  readonly encoding = 'utf-8';

  encode(text = ''): Uint8Array<ArrayBuffer> {
    return encodeUtf8(String(text));
  }
}

/** Encoding §7.1; UTF-8 only, and each call by itself. */
export class TextDecoder {
  readonly encoding = 'utf-8';
  readonly fatal: boolean;
  readonly ignoreBOM: boolean;

  constructor(label = 'utf-8', { fatal = false, ignoreBOM = false }: { fatal?: boolean; ignoreBOM?: boolean } = {}) {
    if (!/^utf-?8$/i.test(String(label).trim())) throw new RangeError(`Only UTF-8 is known here, not ${label}.`);
    this.fatal = fatal;
    this.ignoreBOM = ignoreBOM;
  }

  decode(source: unknown = new ArrayBuffer(0)): string {
    const text = decodeUtf8(bytesOf(source), this.fatal);
    return this.ignoreBOM ? text : text.replace(/^\uFEFF/, '');
  }
}
