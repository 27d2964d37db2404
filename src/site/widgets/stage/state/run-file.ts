import type { LabState } from '#engine/player/player-view.ts';
import { runText } from './run-text.ts';

/** Hands a run to the reader as a file, for what does not fit into a link. */
export function saveRun(state: LabState): void {
  const url = URL.createObjectURL(new Blob([`${runText(state, 2)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `tokenscope-${state.lab}.json`;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
