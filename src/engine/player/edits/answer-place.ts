import { header, headerValues, withHeader } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { JsonValue, Place } from './edits.ts';
import { queryText } from './place-text.ts';
import { replaceHeader, withQueryText } from './set-place.ts';

type Members = Readonly<Record<string, JsonValue>>;

/** The members of the object that a JSON body is; undefined where it is none. RFC 8259 §4 */
export function jsonMembers(body: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;
  } catch {
    return undefined;
  }
}

/** A member that was a string stays one; anything else is JSON where it can be read as such. */
function typedJson(text: string, before: JsonValue | undefined): JsonValue {
  if (typeof before === 'string') return text;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

function withMember(body: string, name: string, value: string | null): string {
  const members = jsonMembers(body);
  if (!members) return body;
  const changed = new Map(Object.entries(members));
  if (value === null) changed.delete(name);
  else changed.set(name, typedJson(value, changed.get(name)));
  return JSON.stringify(Object.fromEntries(changed));
}

function memberText(body: string, name: string): string | undefined {
  const members = jsonMembers(body);
  const value = members && Object.hasOwn(members, name) ? members[name] : undefined;
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** The text at a place of an answer, or undefined where there is none. */
export function answerTextAt(answer: HttpResponse, place: Place): string | undefined {
  switch (place.part) {
    case 'status':
      return String(answer.status);
    case 'header':
      return headerValues(answer, place.name)[place.index];
    case 'location':
      return queryText(header(answer, 'location') ?? '', place.name, place.index);
    case 'json':
      return memberText(answer.body, place.name);
    case 'body':
      return answer.body;
    default:
      return undefined;
  }
}

/** Whether a text can stand as the status of an answer. RFC 9110 §15 */
export function isStatus(text: string | null): boolean {
  return /^[1-5]\d\d$/.test(text ?? '');
}

/** The answer with one place set to a text; null removes it. A status that is none leaves the one there was. RFC 9110 §15 */
export function withAnswerTextAt(answer: HttpResponse, place: Place, value: string | null): HttpResponse {
  switch (place.part) {
    case 'status':
      return isStatus(value) ? { ...answer, status: Number(value) } : answer;
    case 'header':
      return { ...answer, headers: replaceHeader(answer.headers, place.name, place.index, value) };
    case 'location': {
      const location = header(answer, 'location');
      return location === undefined ? answer : withHeader(answer, 'Location', withQueryText(location, place.name, place.index, value));
    }
    case 'json':
      return { ...answer, body: withMember(answer.body, place.name, value) };
    case 'body':
      return { ...answer, body: value ?? '' };
    default:
      return answer;
  }
}
