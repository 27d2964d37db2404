import type { CheckId } from '#engine/checks/catalogue.ts';
import type { LabState } from '#engine/player/player-view.ts';
import { decodeState } from '#engine/player/read-share-link.ts';
import { KEPT_LIMITS, LINK_LIMITS } from '#engine/player/share-link.ts';
import { isTouched } from './touched.ts';

/** The state in a link or in the tab's memory, or one sentence that says why this lab cannot open it. */
export async function readLink(fragment: string, lab: string, from: 'link' | 'kept' = 'link'): Promise<LabState | string> {
  const decoded = await decodeState(fragment, from === 'kept' ? KEPT_LIMITS : LINK_LIMITS);
  if (!decoded.ok) return decoded.message;
  return decoded.state.lab === lab ? decoded.state : `This link is for another lab, ${decoded.state.lab}.`;
}

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
 * @param linked see {@link readLink}
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
