import type { CheckId } from '../checks/catalogue.ts';
import type { Trace } from '../trace/trace.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Edit } from './edits/edits.ts';
import type { OwnMessage, OwnOptions } from './own/own-message.ts';
import type { Draft, DraftAnswer, Lab } from './play.ts';

/** The furthest that a clock can be moved at one place, in seconds: ten years. */
export const FURTHEST_MOVE = 10 * 366 * 86_400;

/** Seconds the learner moved the clock on, just before the message at that position was sent. */
export interface ClockMove {
  readonly position: number;
  readonly seconds: number;
}

/** Everything a run depends on. The same state replays to the same run. */
export interface LabState {
  readonly lab: string;
  /** Index into `lab.attack.stages`; 0 for a lab without stages. */
  readonly stage: number;
  readonly edits: readonly Edit[];
  readonly off: readonly CheckId[];
  readonly clock: readonly ClockMove[];
  /** Messages that the reader wrote, in the order of their places. Those from `position` on were undone, until another takes their place. */
  readonly own: readonly OwnMessage[];
  /** How many messages have been sent, of the play and of the reader's own. */
  readonly position: number;
}

/** `waiting` holds a draft, or an answer on its way; `broken` means the play could not go on (see `problem`). */
export type PlayerStatus = 'starting' | 'waiting' | 'sending' | 'ended' | 'broken';

/** What the stage shows: an immutable picture of the player, replaced at each change. */
export interface PlayerView {
  readonly lab: Lab;
  readonly state: LabState;
  readonly status: PlayerStatus;
  readonly trace: Trace;
  readonly draft?: Draft | undefined;
  /** The answer that is held on its way, in place of a draft. `position` is still that before its request. */
  readonly answer?: DraftAnswer | undefined;
  /** Whether the next answers are held, where somebody on the path could. */
  readonly holding: boolean;
  /** How many messages the run can be scrubbed over: those sent before a Back count too. */
  readonly furthest: number;
  /** How many messages the unedited play sends, known once it has been computed. */
  readonly expectedMessages: number;
  /** How the play ended. */
  readonly outcome?: string | undefined;
  /** The world's time in milliseconds since 1970. */
  readonly now: number;
  /** How the last message that was sent went over the network; absent before the first. */
  readonly carrier?: 'worker' | 'direct' | undefined;
  /** One sentence: why the play is broken, or why an edit could not be applied. */
  readonly problem?: string | undefined;
  /** Ids of goals reached so far. */
  readonly reached: readonly string[];
}

/** The only writer of a run. Every method resolves when the view shows its result; none but `sendOwn` throws. */
export interface Player {
  readonly view: PlayerView;
  subscribe(listener: (view: PlayerView) => void): () => void;
  send(): Promise<void>;
  /**
   * Sends a message of the reader's own beside the play, as from the party `you`; the draft goes on waiting.
   * What was undone at its place and after it is gone, as with `send`.
   * @throws {NetworkError} where nobody answers, or the handshake ends with an alert; that message is in the record all the same
   * @throws {RangeError} where a run cannot keep more: nothing was sent
   * @throws an AbortError where the player was closed
   */
  sendOwn(request: HttpRequest, options?: OwnOptions): Promise<HttpResponse>;
  /** Undoes one message, or the last *Start again*. */
  back(): Promise<void>;
  /** Goes to the state after `position` messages, 0 to `view.furthest`. */
  goTo(position: number): Promise<void>;
  /** Spends idle time on what the next Send would wait for after a Back: the services' own state is brought to where the view is. */
  prepare(): Promise<void>;
  startAgain(): Promise<void>;
  /** Plays on from another state of this lab, in place of the run there was. */
  open(state: LabState): Promise<void>;
  /** Adds or replaces the edit of that kind at that place of that message; only the draft and later messages can be edited. */
  edit(edit: Edit): Promise<void>;
  /** Drops one edit. */
  undoEdit(edit: Edit): Promise<void>;
  /** Drops every edit of one request, of its answer, or of all requests and answers. */
  undoEdits(message?: string, of?: 'answer'): Promise<void>;
  setSwitch(check: CheckId, on: boolean): Promise<void>;
  setStage(stage: number): Promise<void>;
  /** Moves the world's clock on before the draft is sent. */
  moveClock(seconds: number): Promise<void>;
  /** Back to before that message, with its draft open. */
  changeAndSendAgain(exchange: number): Promise<void>;
  /** Whether `send` holds the answer where somebody on the path could change it; another `send` lets it go. */
  holdAnswers(on: boolean): Promise<void>;
  /** Back to that message, with its answer held on its way. */
  changeAnswer(exchange: number): Promise<void>;
  /** Ends the play that is held; the player cannot be used afterwards. */
  close(): void;
}
