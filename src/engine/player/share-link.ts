import { base64url, utf8 } from '../http/encoding.ts';
import type { LabState } from './player-view.ts';

/** The version of links that this code writes: 2 has messages of the reader's own. Those of version 1 are read as well. */
export const VERSION = 2;

/** How much may be written or read: the fragment in characters, and what it unpacks to in bytes. */
export interface Limits {
  readonly packed: number;
  readonly unpacked: number;
}

/** The limits of a link that goes to others. */
export const LINK_LIMITS: Limits = { packed: 8 * 1024, unpacked: 128 * 1024 };

/** The limits of what a tab keeps for itself: all that a run can hold. */
export const KEPT_LIMITS: Limits = { packed: 1024 * 1024, unpacked: 4 * 1024 * 1024 };

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
 * Undefined where it would be beyond the limits.
 */
export async function encodeState(state: LabState, limits = LINK_LIMITS): Promise<string | undefined> {
  const json = utf8(JSON.stringify(state));
  const packed = json.length > limits.unpacked ? undefined : await through(json, new CompressionStream('deflate-raw'), limits.packed);
  const fragment = packed && `v${VERSION}.${base64url(packed)}`;
  return fragment === undefined || fragment.length > limits.packed ? undefined : fragment;
}
