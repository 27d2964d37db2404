import type { LabState } from '#engine/player/player-view.ts';
import { VERSION } from '#engine/player/link/state-version.ts';

/** A run as text, for a file or for the browser's storage. @param indent spaces, for people who read it */
export function runText(state: LabState, indent?: number): string {
  return JSON.stringify({ tokenscope: 'run', version: VERSION, state }, undefined, indent);
}
