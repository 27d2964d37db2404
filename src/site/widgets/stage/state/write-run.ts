import type { LabState } from '#engine/player/player-view.ts';
import { KEPT_LIMITS, encodeState } from '#engine/player/share-link.ts';
import type { Earlier } from './notice.ts';
import { remember } from './stage-memory.ts';
import { keepVisit } from './visits.ts';

/** How many of the runs that made way for others outlive a reload. */
const KEPT_EARLIER = 3;

const packed = new WeakMap<LabState, Promise<string | undefined>>();

function pack(state: LabState): Promise<string | undefined> {
  const made = packed.get(state) ?? encodeState(state, KEPT_LIMITS).catch(() => undefined);
  packed.set(state, made);
  return made;
}

/** What is to be kept of a stage. */
export interface KeptStage {
  /** Undefined: nothing that could be lost. */
  readonly state: LabState | undefined;
  readonly predictions: Readonly<Record<string, number>>;
  readonly earlier: readonly Earlier[];
}

/** Writes what a reload of this tab, and a later one, need. A storage that is full or forbidden stops nothing. */
export async function writeRun(lab: string, { state, predictions, earlier }: KeptStage): Promise<void> {
  const fragment = state && (await pack(state));
  const kept: { words: string; fragment: string }[] = [];
  for (const { words, state: one } of earlier.slice(0, KEPT_EARLIER)) {
    const other = typeof one === 'string' ? one : await pack(one);
    if (other !== undefined) kept.push({ words, fragment: other });
  }
  const memory = { fragment, predictions };
  if (!remember(lab, { ...memory, earlier: kept }, () => sessionStorage)) remember(lab, memory, () => sessionStorage);
  if (fragment !== undefined) keepVisit(lab, { fragment, at: Date.now() }, () => localStorage);
}
