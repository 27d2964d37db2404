import { decodeState } from '#engine/player/link/read-share-link.ts';
import type { LabState } from '#engine/player/player-view.ts';
import { readState } from '#engine/player/link/state-schema.ts';
import { VERSION } from '#engine/player/link/state-version.ts';

/** The largest text that is read, in characters: more than any run can hold. */
const TEXT_LIMIT = 4 * 1024 * 1024;

const NONE = 'This file is no run that was saved here, or it is damaged.';
const TOO_LARGE = 'This file is larger than any run that was saved here.';

/** The state in a link, or one sentence that says why this lab cannot open it. */
export async function readLink(fragment: string, lab: string): Promise<LabState | string> {
  const decoded = await decodeState(fragment);
  if (!decoded.ok) return decoded.message;
  return decoded.state.lab === lab ? decoded.state : `This link is for another lab, ${decoded.state.lab}.`;
}

/**
 * The state in the text of a run, or one sentence that says why this lab cannot open it. It is hostile input: bounded and
 * validated. Rejects where the checks that it switches off cannot be fetched.
 */
export async function readRunText(text: string, lab: string): Promise<LabState | string> {
  if (text.length > TEXT_LIMIT) return TOO_LARGE;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return NONE;
  }
  if (typeof data !== 'object' || data === null || !('tokenscope' in data) || data.tokenscope !== 'run') return NONE;
  const version = 'version' in data && typeof data.version === 'number' ? data.version : 0;
  if (version > VERSION) return 'This file was made by a newer Tokenscope. Reload this page, or open the file where it was made.';
  const state = 'state' in data ? await readState(data.state) : undefined;
  if (!state) return NONE;
  return state.lab === lab ? state : `This file is for another lab, ${state.lab}. Open that lab, then open the file there.`;
}

/** The same for a file. */
export async function readRunFile(file: Blob, lab: string): Promise<LabState | string> {
  return file.size > TEXT_LIMIT ? TOO_LARGE : readRunText(await file.text(), lab);
}
