import type { Lab } from '#engine/player/play.ts';
import type { LabState } from '#engine/player/player-view.ts';
import { runPlay } from '#engine/player/run.ts';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { ComparedRun } from './compare-runs.ts';

/** Plays one stage of a lab twice with the same edits, with its checks off and on. Rejects where a play breaks. */
export async function runBoth(
  lab: Lab,
  { stage, off: now, edits }: LabState,
): Promise<{ readonly left: ComparedRun; readonly right: ComparedRun }> {
  const off = lab.attack?.stages[stage]?.off ?? now;
  const run = async (title: string, without: readonly CheckId[]): Promise<ComparedRun> => {
    const { trace, outcome, problem } = await runPlay(lab, { stage, off: without, edits });
    return { title, trace, ending: outcome === undefined ? (problem ?? '') : (lab.endings[outcome] ?? outcome) };
  };
  const plural = off.length === 1 ? 'Check' : 'Checks';
  return { left: await run(`${plural} off`, off), right: await run(`${plural} on`, []) };
}
