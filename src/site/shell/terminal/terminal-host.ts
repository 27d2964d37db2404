import type { Answer, KnownParty, Question } from '../worker/shell-messages.ts';

/** The run on the stage, as the terminal sees it. */
export interface TerminalHost {
  readonly parties: () => readonly KnownParty[];
  /** The world's time in milliseconds since 1970. */
  readonly now: () => number;
  readonly answer: (question: Question) => Promise<Answer>;
  /** Addresses worth completing: those of the parties, and those that messages went to. */
  readonly urls: () => readonly string[];
}
