import type { CheckId } from '#engine/checks/catalogue.ts';
import type { Edit } from '#engine/player/edits/edits.ts';
import type { ClockMove, LabState } from '#engine/player/player-view.ts';

/** The state without one edit. */
export function withoutEdit(state: LabState, edit: Edit): LabState {
  return { ...state, edits: state.edits.filter((one) => one !== edit) };
}

/** The state without any edit of one message, of its answer neither. */
export function withoutEditsOf(state: LabState, message: string): LabState {
  return { ...state, edits: state.edits.filter((edit) => edit.message !== message) };
}

/** The state without one move of the clock. */
export function withoutMove(state: LabState, move: ClockMove): LabState {
  return { ...state, clock: state.clock.filter((one) => one !== move) };
}

/** The state without the reader's own message at a place; what came after it moves up. */
export function withoutOwn(state: LabState, at: number): LabState {
  const before = (place: number): number => (place > at ? place - 1 : place);
  return {
    ...state,
    own: state.own.filter((one) => one.at !== at).map((one) => ({ ...one, at: before(one.at) })),
    clock: state.clock.map((move) => ({ ...move, position: before(move.position) })),
    position: before(state.position),
  };
}

/** The state with one check turned the other way. */
export function withTurned(state: LabState, check: CheckId): LabState {
  const { off } = state;
  return { ...state, off: off.includes(check) ? off.filter((one) => one !== check) : [...off, check] };
}

/** The state without anything that its reader changed, as far on in the play. */
export function asWritten(state: LabState, usual: readonly CheckId[]): LabState {
  const mine = state.own.filter(({ at }) => at < state.position).length;
  return { ...state, edits: [], clock: [], own: [], off: usual, position: state.position - mine };
}
