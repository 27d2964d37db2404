import type { CheckId } from '#engine/checks/catalogue.ts';
import { ownSent } from '#engine/player/own/own-message.ts';
import type { Lab } from '#engine/player/play.ts';
import type { LabState } from '#engine/player/player-view.ts';

/** The checks that are off in a stage of a lab before a reader turns any. */
export function usualOff(lab: Lab, stage: number): readonly CheckId[] {
  return lab.attack?.stages[stage]?.off ?? [];
}

/** The checks that a reader turned, off or on again. */
export function turned(lab: Lab, { stage, off }: LabState): CheckId[] {
  const usual = usualOff(lab, stage);
  return [...off.filter((check) => !usual.includes(check)), ...usual.filter((check) => !off.includes(check))];
}

/** How many changes of the reader's make a run differ from the one that was written. */
export function countChanges(lab: Lab, state: LabState): number {
  return state.edits.length + state.clock.length + ownSent(state).length + turned(lab, state).length;
}
