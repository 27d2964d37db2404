import type { LabState } from '#engine/player/player-view.ts';

/** A sentence for the reader that is no verdict, with what can be done about it. */
export interface Notice {
  readonly text: string;
  /** What the button says that does it; without one there is nothing to do but to read. */
  readonly label?: string;
  readonly act?: () => Promise<void>;
  /** Called when the reader wants to hear no more of it. */
  readonly gone?: () => void;
}

/** A run that made way for another. */
export interface Earlier {
  /** What took its place: "You started again." */
  readonly words: string;
  /** As text where it comes from storage, to be validated when it is wanted. */
  readonly state: LabState | string;
}
