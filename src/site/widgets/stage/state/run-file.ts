import type { LabState } from '#engine/player/player-view.ts';
import { VERSION } from '#engine/player/share-link.ts';
import { readState } from '#engine/player/state-schema.ts';

/** The largest file that is read, in bytes: more than any run can hold. */
const FILE_LIMIT = 4 * 1024 * 1024;

/** Hands a run to the reader as a file, for what does not fit into a link. */
export function saveRun(state: LabState): void {
  const url = URL.createObjectURL(new Blob([runText(state)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `tokenscope-${state.lab}.json`;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** A run as the text of its file. */
export function runText(state: LabState): string {
  return `${JSON.stringify({ tokenscope: 'run', version: VERSION, state }, undefined, 2)}\n`;
}

/**
 * Reads a file as the run of a lab. A file is hostile input: bounded and validated.
 * @returns the state, or one sentence that says why this lab cannot open it; never rejects
 */
export async function readRunFile(file: Blob, lab: string): Promise<LabState | string> {
  if (file.size > FILE_LIMIT) return 'This file is larger than any run that was saved here.';
  const none = 'This file is no run that was saved here, or it is damaged.';
  let data: unknown;
  try {
    data = JSON.parse(await file.text());
  } catch {
    return none;
  }
  if (typeof data !== 'object' || data === null || !('tokenscope' in data) || data.tokenscope !== 'run') return none;
  const version = 'version' in data && typeof data.version === 'number' ? data.version : 0;
  if (version > VERSION) return 'This file was made by a newer Tokenscope. Reload this page, or open the file where it was made.';
  const state = 'state' in data ? await readState(data.state) : undefined;
  if (!state) return none;
  return state.lab === lab ? state : `This file is for another lab, ${state.lab}. Open that lab, then open the file there.`;
}
