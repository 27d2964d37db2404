import type { LabState } from '#engine/player/player-view.ts';
import type { Earlier } from './notice.ts';
import { runText } from './run-text.ts';
import { remember } from './stage-memory.ts';
import { keepVisit } from './visits.ts';

/** How many of the runs that made way for others outlive a reload. */
const KEPT_EARLIER = 3;

/** What is to be kept of a stage. */
export interface KeptStage {
  /** Undefined: nothing that could be lost. */
  readonly state: LabState | undefined;
  /** How many messages it had sent before its reader went back. */
  readonly furthest?: number | undefined;
  readonly holding?: boolean | undefined;
  readonly predictions: Readonly<Record<string, number>>;
  readonly earlier: readonly Earlier[];
}

/**
 * Writes what a reload of this tab, and a later one, need. A storage that is full or forbidden stops nothing.
 * @param touched whether the run is worth coming back to in a later tab
 */
export function writeRun(lab: string, touched: boolean, { state, furthest, holding, predictions, earlier }: KeptStage): void {
  const run = state && runText(state);
  const kept = earlier
    .slice(0, KEPT_EARLIER)
    .map(({ words, state: one }) => ({ words, run: typeof one === 'string' ? one : runText(one) }));
  const memory = { run, furthest, holding, predictions };
  if (!remember(lab, { ...memory, earlier: kept }, () => sessionStorage)) remember(lab, memory, () => sessionStorage);
  if (run !== undefined && touched) keepVisit(lab, { run, at: Date.now() }, () => localStorage);
}
