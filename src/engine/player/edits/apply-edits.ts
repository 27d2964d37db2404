import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Edit } from './edits.ts';

/** What became of edits. */
interface Made {
  /** Short titles of the edits made, for the diagram: "aud", "code_verifier". */
  readonly edited: readonly string[];
  /** One sentence for each edit that found nothing to change. */
  readonly problems: readonly string[];
}

/** A request with edits made, and what became of each. */
export interface Applied extends Made {
  readonly request: HttpRequest;
}

/** The same of an answer. */
export interface AppliedAnswer extends Made {
  readonly response: HttpResponse;
}

/**
 * Makes the learner's edits in a message. An edit that finds nothing changes nothing and is reported.
 * How an edit is made is fetched with the first: rejects where it cannot be.
 * @param now the world's time in milliseconds, for times such as "in 5 minutes"
 */
export async function applyEdits(original: HttpRequest, edits: readonly Edit[], now: number): Promise<Applied> {
  if (edits.length === 0) return { request: original, edited: [], problems: [] };
  const { makeEdits } = await import('./make-edits.ts');
  return makeEdits(original, edits, now);
}

/** Makes the learner's edits in an answer on its way back, as {@link applyEdits} does in a request. */
export async function applyAnswerEdits(original: HttpResponse, edits: readonly Edit[], now: number): Promise<AppliedAnswer> {
  if (edits.length === 0) return { response: original, edited: [], problems: [] };
  const { makeAnswerEdits } = await import('./make-edits.ts');
  return makeAnswerEdits(original, edits, now);
}
