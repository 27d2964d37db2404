import type { CheckId } from '#engine/checks/catalogue.ts';
import type { LabState } from '#engine/player/player-view.ts';

/**
 * Whether there is anything in a run that its reader could lose.
 * @param usual the checks that its stage has off before anybody turns one
 */
export function isTouched({ position, edits, clock, own, stage, off }: LabState, usual: readonly CheckId[]): boolean {
  const turned = off.length !== usual.length || off.some((check) => !usual.includes(check));
  return position > 0 || edits.length > 0 || clock.length > 0 || own.length > 0 || stage > 0 || turned;
}
