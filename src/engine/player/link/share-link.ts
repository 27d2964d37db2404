import { base64url, utf8 } from '../../http/encoding.ts';
import type { LabState } from '../player-view.ts';
import { VERSION } from './state-version.ts';

/** The longest fragment that is written or read, in characters. */
export const LINK_LIMIT = 8 * 1024;

/** The most that a link may unpack to, in bytes. */
export const UNPACKED_LIMIT = 128 * 1024;

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
 * A state as the fragment of a link, without `#`: `v2.` and compressed JSON in base64url.
 * Undefined where it, or what it unpacks to, would be beyond what a link may hold.
 */
export async function encodeState(state: LabState): Promise<string | undefined> {
  const json = utf8(JSON.stringify(state));
  const packed = json.length > UNPACKED_LIMIT ? undefined : await through(json, new CompressionStream('deflate-raw'), LINK_LIMIT);
  const fragment = packed && `v${VERSION}.${base64url(packed)}`;
  return fragment === undefined || fragment.length > LINK_LIMIT ? undefined : fragment;
}
