import { header, withHeader } from '../http/message.ts';
import type { HttpRequest } from '../http/message.ts';
import type { Applied } from './apply-edits.ts';
import type { Edit, Place } from './edits.ts';
import { forgeJwt } from './forge-jwt.ts';
import { textAt, withTextAt } from './place-text.ts';

/** What a place is called on screen. */
function placeName(place: Place): string {
  return 'name' in place ? place.name : place.part;
}

function withLength(request: HttpRequest): HttpRequest {
  return header(request, 'content-length') === undefined
    ? request
    : withHeader(request, 'Content-Length', String(new TextEncoder().encode(request.body).length));
}

/**
 * Makes edits in a message. Texts first, then JWTs, so that a claim can be changed
 * in a token that was pasted. An edit that finds nothing changes nothing and is reported.
 * @param now the world's time in milliseconds, for times such as "in 5 minutes"
 */
export async function makeEdits(original: HttpRequest, edits: readonly Edit[], now: number): Promise<Applied> {
  let request = original;
  const edited: string[] = [];
  const problems: string[] = [];
  for (const edit of edits) {
    if (edit.kind !== 'text') continue;
    request = withTextAt(request, edit.place, edit.value);
    edited.push(placeName(edit.place));
  }
  for (const edit of edits) {
    if (edit.kind !== 'jwt') continue;
    const text = textAt(request, edit.place);
    const forged = text === undefined ? undefined : await forgeJwt(text, edit, now);
    if (forged === undefined) {
      problems.push(`There is no JWT in ${placeName(edit.place)} to change.`);
      continue;
    }
    request = withTextAt(request, edit.place, forged);
    edited.push(...Object.keys(edit.header), ...Object.keys(edit.claims));
    if (edit.signature === 'attacker') edited.push('signature');
    if (edited.length === 0) edited.push('signature');
  }
  return { request: request === original ? original : withLength(request), edited, problems };
}
