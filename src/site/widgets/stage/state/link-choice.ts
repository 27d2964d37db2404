import type { LabState } from '#engine/player/player-view.ts';

/** Whether there is anything in a run that its reader could lose. */
export function isTouched(state: LabState): boolean {
  return state.position > 0 || state.edits.length > 0 || state.clock.length > 0 || state.own.length > 0 || state.stage > 0;
}

/** The state in a link or in the tab's memory, or one sentence that says why this lab cannot open it. */
export async function readLink(fragment: string, lab: string, from: 'link' | 'kept' = 'link'): Promise<LabState | string> {
  // Few readers come by a link; the others need neither its reader nor a validator.
  const { decodeState } = await import('#engine/player/read-share-link.ts');
  const { KEPT_LIMITS, LINK_LIMITS } = await import('#engine/player/share-link.ts');
  const decoded = await decodeState(fragment, from === 'kept' ? KEPT_LIMITS : LINK_LIMITS);
  if (!decoded.ok) return decoded.message;
  return decoded.state.lab === lab ? decoded.state : `This link is for another lab, ${decoded.state.lab}.`;
}

/** What a stage shows after a link was opened over a run, and what it says about it. */
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
 */
export function chooseRun(linked: LabState | string, run: LabState | undefined): LinkChoice {
  const own = run && isTouched(run) ? run : undefined;
  if (typeof linked === 'string')
    return { state: run, notice: `${linked} ${own ? 'Your run is kept.' : 'The lab starts from the beginning.'}` };
  const left = JSON.stringify(own) === JSON.stringify(linked) ? undefined : own;
  return { state: linked, notice: left ? 'The stage shows the run of the link.' : '', left };
}
