import type { CheckId } from '#engine/checks/catalogue.ts';
import type { LabState } from '#engine/player/player-view.ts';
import { readLink, readRunFile } from './read-run.ts';
import { isTouched } from './touched.ts';

/** What a stage shows after a link or a file was opened over a run, and what it says about it. */
export interface LinkChoice {
  /** Undefined: the lab from its beginning. */
  readonly state: LabState | undefined;
  /** Empty where nothing needs to be said. */
  readonly notice: string;
  /** The run that made way for the link's. */
  readonly left?: LabState | undefined;
}

/**
 * A bad link leaves the run alone; a good one takes its place, and the run can be brought back.
 * @param linked the state that was read, or one sentence that says why there is none
 * @param usual the checks that the run's stage has off before anybody turns one
 * @param from what the run came in
 */
export function chooseRun(
  linked: LabState | string,
  run: LabState | undefined,
  usual: readonly CheckId[] = [],
  from: 'link' | 'file' = 'link',
): LinkChoice {
  const own = run && isTouched(run, usual) ? run : undefined;
  if (typeof linked === 'string')
    return { state: run, notice: `${linked} ${own ? 'Your run is kept.' : 'The lab starts from the beginning.'}` };
  const left = JSON.stringify(own) === JSON.stringify(linked) ? undefined : own;
  return { state: linked, notice: left ? `The stage shows the run of the ${from}.` : '', left };
}

/**
 * What becomes of a run where a link or a file is opened over it.
 * @param source a link's fragment, or a file
 */
export async function openOver(
  source: string | Blob,
  lab: string,
  run: LabState | undefined,
  usual: readonly CheckId[],
): Promise<LinkChoice> {
  return typeof source === 'string'
    ? chooseRun(await readLink(source, lab), run, usual, 'link')
    : chooseRun(await readRunFile(source, lab), run, usual, 'file');
}
