import type { HttpRequest } from '#engine/http/message.ts';
import type { Draft, LabGoal, LabStep } from '#engine/player/play.ts';
import type { Party } from '#engine/trace/trace.ts';

/** How much room a stage has: a page of its own, a lesson's column, or the home page. */
export type StageVariant = 'full' | 'lesson' | 'home';

/** What of a lab can be told before its code is here. Plain data, so that a server can pass it to an island. */
export interface LabOutline {
  readonly title: string;
  readonly summary: string;
  readonly steps: readonly Pick<LabStep, 'id' | 'title' | 'text'>[];
  /** Known from the start, so that nothing moves when the lab comes. */
  readonly goals: readonly Pick<LabGoal, 'id' | 'text'>[];
  /** Who is in it, in the order of the drawing. */
  readonly parties: readonly Party[];
  /** Whether it has checks that the reader can turn off. */
  readonly switchable: boolean;
  /** Whether somebody in it uses a browser. */
  readonly browses: boolean;
}

/** The first message of a lab, computed while the site is built, so that there is something to read at once. */
export interface FirstDraft {
  readonly from: Party;
  readonly to: Party;
  readonly request: HttpRequest;
}

/** What a page gives to a stage. Everything is plain data. */
export interface StageProps {
  /** The lab's id, which is its folder under `labs/`. */
  readonly labId: string;
  readonly variant?: StageVariant;
  readonly outline?: LabOutline | undefined;
  readonly firstDraft?: FirstDraft | Draft | undefined;
}

/** What a narrow full stage shows one of at a time, in the order of its bottom bar. */
export const STAGE_PANES = ['Story', 'Diagram', 'Message', 'Checks'] as const;

/** One part of a narrow full stage. */
export type StagePane = (typeof STAGE_PANES)[number];
