import { fromBase64url, fromUtf8 } from '../../http/encoding.ts';
import type { LabState } from '../player-view.ts';
import { LINK_LIMIT, UNPACKED_LIMIT, through } from './share-link.ts';
import { readState } from './state-schema.ts';
import { VERSION } from './state-version.ts';

/** What reading a link gave: a state, or a sentence that says what is wrong with the link. */
export type Decoded = { readonly ok: true; readonly state: LabState } | { readonly ok: false; readonly message: string };

/**
 * Reads the fragment of a link. A link is hostile input: bounded, unpacked within a limit, and validated.
 * The message says what is wrong with the link; what becomes of the run is for whoever reads it to say.
 * Rejects where the checks that the link switches off cannot be fetched.
 */
export async function decodeState(fragment: string): Promise<Decoded> {
  const damaged: Decoded = { ok: false, message: 'This link is damaged or was cut off.' };
  const [, version, data = ''] = /^v(\d+)\.([A-Za-z0-9_-]+$)?/.exec(fragment) ?? [];
  // A newer version may be longer and written otherwise: all that can be told of it is that it is newer.
  if (Number(version) > VERSION)
    return { ok: false, message: `This link was made by a newer Tokenscope. This one reads links up to version ${VERSION}.` };
  if (fragment.length > LINK_LIMIT) return { ok: false, message: 'This link is longer than any link made here.' };
  if (!(Number(version) >= 1) || data === '') return damaged;
  const bytes = fromBase64url(data);
  if (!bytes) return damaged;
  let content: unknown;
  try {
    const unpacked = await through(bytes, new DecompressionStream('deflate-raw'), UNPACKED_LIMIT);
    content = JSON.parse((unpacked && fromUtf8(unpacked)) ?? '');
  } catch {
    return damaged;
  }
  const state = await readState(content);
  return state ? { ok: true, state } : damaged;
}
