import { header, withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Applied, AppliedAnswer } from './apply-edits.ts';
import type { Edit, Place } from './edits.ts';
import { forgeJwt } from './forge-jwt.ts';
import { answerTextAt, isStatus, withAnswerTextAt } from './answer-place.ts';
import { textAt } from './place-text.ts';
import { withTextAt } from './set-place.ts';

/** What a place is called on screen. */
function placeName(place: Place): string {
  return 'name' in place ? place.name : place.part;
}

function withLength<M extends Pick<HttpRequest, 'headers' | 'body'>>(message: M): M {
  return header(message, 'content-length') === undefined
    ? message
    : withHeader(message, 'Content-Length', String(new TextEncoder().encode(message.body).length));
}

/** How the places of one kind of message are read and set. */
interface Places<M> {
  readonly textAt: (message: M, place: Place) => string | undefined;
  readonly withTextAt: (message: M, place: Place, value: string | null) => M;
}

async function make<M extends Pick<HttpRequest, 'headers' | 'body'>>(
  original: M,
  edits: readonly Edit[],
  now: number,
  places: Places<M>,
): Promise<{ readonly message: M; readonly edited: readonly string[]; readonly problems: readonly string[] }> {
  let message = original;
  const edited: string[] = [];
  const problems: string[] = [];
  for (const edit of edits) {
    if (edit.kind !== 'text') continue;
    if (edit.place.part === 'status' && !isStatus(edit.value)) {
      problems.push('A status is three digits, of which the first is 1 to 5. Until it is one, the answer keeps the status it had.');
      continue;
    }
    message = places.withTextAt(message, edit.place, edit.value);
    edited.push(placeName(edit.place));
  }
  for (const edit of edits) {
    if (edit.kind !== 'jwt') continue;
    const text = places.textAt(message, edit.place);
    const forged = text === undefined ? undefined : await forgeJwt(text, edit, now);
    if (forged === undefined) {
      problems.push(`There is no JWT in ${placeName(edit.place)} to change.`);
      continue;
    }
    message = places.withTextAt(message, edit.place, forged);
    edited.push(...Object.keys(edit.header), ...Object.keys(edit.claims));
    if (edit.signature === 'attacker') edited.push('signature');
    if (edited.length === 0) edited.push('signature');
  }
  return { message: message === original ? original : withLength(message), edited, problems };
}

/**
 * Makes edits in a message. Texts first, then JWTs, so that a claim can be changed
 * in a token that was pasted. An edit that finds nothing changes nothing and is reported.
 * @param now the world's time in milliseconds, for times such as "in 5 minutes"
 */
export async function makeEdits(original: HttpRequest, edits: readonly Edit[], now: number): Promise<Applied> {
  const { message, ...rest } = await make(original, edits, now, { textAt, withTextAt });
  return { request: message, ...rest };
}

/** The same in an answer on its way back. */
export async function makeAnswerEdits(original: HttpResponse, edits: readonly Edit[], now: number): Promise<AppliedAnswer> {
  const { message, ...rest } = await make(original, edits, now, { textAt: answerTextAt, withTextAt: withAnswerTextAt });
  return { response: message, ...rest };
}
