import type { CheckId } from '#engine/checks/catalogue.ts';
import type { Lab } from '#engine/player/play.ts';
import { playOut } from '#engine/player/play-out.ts';
import type { LabState } from '#engine/player/player-view.ts';
import { usualOff } from '../edits/count-changes.ts';
import { asWritten, withoutEditsOf } from '../edits/without.ts';
import type { ComparedRun } from './compare-runs.ts';

/** Two states to play out beside each other, each with what it is called. */
export interface ComparedStates {
  readonly left: { readonly title: string; readonly state: LabState };
  readonly right: { readonly title: string; readonly state: LabState };
}

const NOW = 'As you have it';

/** One change of the reader's, without it and with it. */
export function withAndWithout(state: LabState, without: LabState): ComparedStates {
  return { left: { title: 'Without this change', state: without }, right: { title: NOW, state } };
}

/** Everything the reader changed, against the run as it was written. */
export function againstWritten(lab: Lab, state: LabState): ComparedStates {
  return { left: { title: 'As the lab was written', state: asWritten(state, usualOff(lab, state.stage)) }, right: { title: NOW, state } };
}

/** What the reader changed in one message and its answer, without it and with it. */
export function messageAsWritten(state: LabState, message: string): ComparedStates {
  return {
    left: { title: 'Message as written', state: withoutEditsOf(state, message) },
    right: { title: 'Message as you changed it', state },
  };
}

/** Checks off and on, with everything else as it is. */
export function offAndOn(state: LabState, checks: readonly CheckId[]): ComparedStates {
  const others = state.off.filter((check) => !checks.includes(check));
  const plural = checks.length === 1 ? 'Check' : 'Checks';
  return {
    left: { title: `${plural} off`, state: { ...state, off: [...others, ...checks] } },
    right: { title: `${plural} on`, state: { ...state, off: others } },
  };
}

/** An attack's stage with its checks off and with every check on; a lab without stages with its switches as they are. */
export function stageOffAndOn(lab: Lab, state: LabState): ComparedStates {
  return offAndOn({ ...state, off: [] }, lab.attack?.stages[state.stage]?.off ?? state.off);
}

/** Plays two states to their ends. Rejects where a play breaks. */
export async function runBoth(
  lab: Lab,
  { left, right }: ComparedStates,
): Promise<{ readonly left: ComparedRun; readonly right: ComparedRun }> {
  const run = async ({ title, state }: ComparedStates['left']): Promise<ComparedRun> => {
    const { trace, outcome, undelivered, problem } = await playOut(lab, state);
    const ending = outcome === undefined ? (problem ?? undelivered ?? '') : (lab.endings[outcome] ?? outcome);
    return { title, trace, ending };
  };
  return { left: await run(left), right: await run(right) };
}
