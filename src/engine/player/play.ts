import type { CheckId } from '../checks/catalogue.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { Cast } from '../actors/cast.ts';
import type { PartyId } from '../trace/trace.ts';

/** A question about what comes next, answered by what happens. Answering is optional. */
export interface Prediction {
  readonly question: string;
  /** Three choices; exactly one is `right`. `because` is shown once the world has answered. */
  readonly choices: readonly { readonly text: string; readonly right: boolean; readonly because: string }[];
}

/** One step of the story; its messages become drafts. */
export interface LabStep {
  /** The name the play gives to `step()`. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences: what happens, and what to try. */
  readonly text: string;
  readonly predict?: Prediction;
}

/** One stage of an attack: with all of `off` switched off it wins; with any one of them on it fails. */
export interface LabStage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly off: readonly CheckId[];
}

/** What the learner should bring about; checked by the record of the run, never by "click Next". */
export interface LabGoal {
  readonly id: string;
  readonly text: string;
  readonly reached: (trace: import('../trace/trace.ts').Trace, outcome: string | undefined) => boolean;
}

/** A lab: a play, its story, and how it ends when nobody touches it. */
export interface Lab {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Checks the reader sees at work. */
  readonly teaches: readonly CheckId[];
  /** Checks the reader may switch off here. */
  readonly switches: readonly CheckId[];
  readonly steps: readonly LabStep[];
  readonly goals: readonly LabGoal[];
  /**
   * Somebody on the path, who can change each answer to a message of these parties before it arrives: a proxy, a network
   * that ends TLS. The reader acts for them.
   */
  readonly onPath?: { readonly party: PartyId; readonly answersTo: readonly PartyId[] };
  /** Parties in the order of their lifelines. */
  readonly parties: readonly string[];
  /** How the unedited play ends, with every check on. */
  readonly ends: string;
  /** For an attack: its stages, and how it ends where it wins. */
  readonly attack?: {
    readonly wins: string;
    readonly stages: readonly LabStage[];
    /** Traffic nobody attacks: it must end as `honestEnds` in every setting. */
    readonly honest: (cast: Cast) => Promise<string>;
    readonly honestEnds: string;
  };
  /** What each ending means, one sentence each: "alice's invoices were read". */
  readonly endings: Readonly<Record<string, string>>;
  readonly play: (cast: Cast) => Promise<string>;
}

/** Declares a lab. The function is the identity; it gives the author types and completion. */
export function defineLab(lab: Lab): Lab {
  return lab;
}

/** Whether somebody on the path can change the answers that a party gets. */
export function onPathTo(lab: Lab, party: PartyId): boolean {
  return lab.onPath?.answersTo.includes(party) ?? false;
}

/** An answer held on its way back, so that the learner can change it. */
export interface DraftAnswer {
  /** Of the request that it answers. */
  readonly key: string;
  readonly exchange: number;
  /** Who gave it, who waits for it, and who is on the path. */
  readonly from: PartyId;
  readonly to: PartyId;
  readonly by: PartyId;
  /** As it was given. */
  readonly original: HttpResponse;
  /** With the learner's edits applied. */
  readonly response: HttpResponse;
}

/** A message an actor is about to send, held so that the learner can change it. */
export interface Draft {
  /** `step#k`: the k-th message of its step. Edits are kept by it. */
  readonly key: string;
  readonly step: string;
  readonly from: string;
  readonly to: string;
  /** As the actor wrote it. */
  readonly original: HttpRequest;
  /** With the learner's edits applied. */
  readonly request: HttpRequest;
}
