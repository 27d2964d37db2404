import { base64url, utf8 } from '../http/encoding.ts';
import type { LabState } from './player-view.ts';

/** The version of links that this code writes. */
export const VERSION = 1;

/** The longest fragment that is written or read, in characters. */
export const LINK_LIMIT = 8 * 1024;

/** Bytes packed or unpacked; undefined where that would be more than the limit. */
export async function through(
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
