import { base64url, fromBase64url, fromUtf8, utf8 } from '../http/encoding.ts';
import type { LabState } from './player-view.ts';

/** The version of links that this code writes. */
const VERSION = 1;

/** The longest fragment that is written or read, in characters. */
export const LINK_LIMIT = 8 * 1024;

/** The most that a link may unpack to, in bytes. */
const UNPACKED_LIMIT = 128 * 1024;

/** What reading a link gave: a state, or a sentence that says what is wrong with the link. */
export type Decoded = { readonly ok: true; readonly state: LabState } | { readonly ok: false; readonly message: string };

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(transform).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > limit) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/**
 * A state as the fragment of a link, without `#`: `v1.` and compressed JSON in base64url.
 * Undefined where it would be longer than {@link LINK_LIMIT}.
 */
export async function encodeState(state: LabState): Promise<string | undefined> {
  const packed = await through(utf8(JSON.stringify(state)), new CompressionStream('deflate-raw'), Number.POSITIVE_INFINITY);
  const fragment = `v${VERSION}.${base64url(packed ?? new Uint8Array())}`;
  return fragment.length > LINK_LIMIT ? undefined : fragment;
}

/**
 * Reads the fragment of a link. A link is hostile input: bounded, unpacked within a limit, and validated.
 * The message says what is wrong with the link; what becomes of the run is for whoever reads it to say.
 */
export async function decodeState(fragment: string): Promise<Decoded> {
  const damaged: Decoded = { ok: false, message: 'This link is damaged or was cut off.' };
  const [, version, data = ''] = /^v(\d+)\.([A-Za-z0-9_-]+$)?/.exec(fragment) ?? [];
  // A newer version may be longer and written otherwise: all that can be told of it is that it is newer.
  if (Number(version) > VERSION)
    return { ok: false, message: `This link was made by a newer Tokenscope. This one reads links of version ${VERSION}.` };
  if (fragment.length > LINK_LIMIT) return { ok: false, message: 'This link is longer than any link made here.' };
  if (Number(version) !== VERSION || data === '') return damaged;
  const bytes = fromBase64url(data);
  if (!bytes) return damaged;
  try {
    const unpacked = await through(bytes, new DecompressionStream('deflate-raw'), UNPACKED_LIMIT);
    // Few readers come by a link; the others need no validator.
    const { readState } = await import('./state-schema.ts');
    const state = readState(JSON.parse((unpacked && fromUtf8(unpacked)) ?? ''));
    return state ? { ok: true, state } : damaged;
  } catch {
    return damaged;
  }
}
