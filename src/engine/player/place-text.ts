import { header, headerValues, withHeader } from '../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../http/message.ts';
import { encodeForm, parseForm } from '../http/form.ts';
import type { Field } from '../http/form.ts';
import type { JsonValue, Place } from './edits.ts';

/** The same for requests and answers. */
type Message = Pick<HttpRequest, 'headers' | 'body'>;

/** Sets the `index`-th pair that `isNamed`; null removes it, and one that is not there is added under `name`. */
function replacePair(
  pairs: readonly Field[],
  name: string,
  isNamed: (key: string) => boolean,
  index: number,
  value: string | null,
): Field[] {
  const at = pairs.flatMap(([key], position) => (isNamed(key) ? [position] : []))[index];
  if (at === undefined) return value === null ? [...pairs] : [...pairs, [name, value]];
  return pairs.flatMap((pair, position) => (position !== at ? [pair] : value === null ? [] : [[pair[0], value] as const]));
}

function replaceField(fields: readonly Field[], name: string, index: number, value: string | null): Field[] {
  return replacePair(fields, name, (key) => key === name, index, value);
}

function replaceHeader(headers: readonly Header[], name: string, index: number, value: string | null): Header[] {
  const wanted = name.toLowerCase();
  return replacePair(headers, name, (key) => key.toLowerCase() === wanted, index, value);
}

function splitUrl(url: string): { readonly base: string; readonly query: string; readonly fragment: string } {
  const [beforeFragment = '', ...fragment] = url.split('#');
  const [base = '', ...query] = beforeFragment.split('?');
  return { base, query: query.join('?'), fragment: fragment.length > 0 ? `#${fragment.join('#')}` : '' };
}

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

/** The text at a place that requests and answers both have. */
function commonText(message: Message, place: Place): string | undefined {
  if (place.part === 'body') return message.body;
  if (place.part === 'header') return headerValues(message, place.name)[place.index];
  if (place.part !== 'json') return undefined;
  const members = jsonMembers(message.body);
  const value = members && Object.hasOwn(members, place.name) ? members[place.name] : undefined;
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

/** A message with a place set that requests and answers both have; the same message for any other. */
function withCommonText<M extends Message>(message: M, place: Place, value: string | null): M {
  if (place.part === 'body') return { ...message, body: value ?? '' };
  if (place.part === 'header') return { ...message, headers: replaceHeader(message.headers, place.name, place.index, value) };
  return place.part === 'json' ? { ...message, body: withMember(message.body, place.name, value) } : message;
}

/** The parameters in the query of an address, which may be relative. */
export function parametersOf(url: string): Field[] {
  return parseForm(splitUrl(url).query);
}

function queryText(url: string, name: string, index: number): string | undefined {
  return parametersOf(url).filter(([key]) => key === name)[index]?.[1];
}

function withQueryText(url: string, name: string, index: number, value: string | null): string {
  const { base, fragment } = splitUrl(url);
  const fields = replaceField(parametersOf(url), name, index, value);
  return base + (fields.length > 0 ? `?${encodeForm(fields)}` : '') + fragment;
}

/** The text at a place of a request, or undefined where there is none. */
export function textAt(request: HttpRequest, place: Place): string | undefined {
  switch (place.part) {
    case 'method':
      return request.method;
    case 'url':
      return request.url;
    case 'query':
      return queryText(request.url, place.name, place.index);
    case 'form':
      return parseForm(request.body).filter(([name]) => name === place.name)[place.index]?.[1];
    default:
      return commonText(request, place);
  }
}

/** The request with one place set to a text; null removes it. */
export function withTextAt(request: HttpRequest, place: Place, value: string | null): HttpRequest {
  switch (place.part) {
    case 'method':
      return { ...request, method: value ?? request.method };
    case 'url':
      return { ...request, url: value ?? request.url };
    case 'query':
      return { ...request, url: withQueryText(request.url, place.name, place.index, value) };
    case 'form':
      return { ...request, body: encodeForm(replaceField(parseForm(request.body), place.name, place.index, value)) };
    default:
      return withCommonText(request, place, value);
  }
}

/** The text at a place of an answer, or undefined where there is none. */
export function answerTextAt(answer: HttpResponse, place: Place): string | undefined {
  if (place.part === 'status') return String(answer.status);
  if (place.part === 'location') return queryText(header(answer, 'location') ?? '', place.name, place.index);
  return commonText(answer, place);
}

/** The answer with one place set to a text; null removes it. A status that is none leaves the one there was. RFC 9110 §15 */
export function withAnswerTextAt(answer: HttpResponse, place: Place, value: string | null): HttpResponse {
  if (place.part === 'status') return /^[1-5]\d\d$/.test(value ?? '') ? { ...answer, status: Number(value) } : answer;
  if (place.part !== 'location') return withCommonText(answer, place, value);
  const location = header(answer, 'location');
  return location === undefined ? answer : withHeader(answer, 'Location', withQueryText(location, place.name, place.index, value));
}
