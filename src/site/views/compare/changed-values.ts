import { parseForm, queryFields } from '#engine/http/form.ts';
import { header, mediaType } from '#engine/http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { jsonMembers } from '#engine/player/edits/answer-place.ts';
import type { JsonValue } from '#engine/player/edits/edits.ts';
import { parametersOf } from '#engine/player/edits/place-text.ts';
import { jwtIn } from '../inspector/jwt-text.ts';

/** A value that two messages do not share; undefined where one has none. */
export interface Difference {
  readonly what: string;
  readonly left: string | undefined;
  readonly right: string | undefined;
}

type Values = ReadonlyMap<string, string>;

/** It marks a message for whoever carries it, and says nothing. W3C Trace Context */
const CARRIERS_OWN = new Set(['traceparent', 'content-length']);

function put(values: Map<string, string>, name: string, value: string): void {
  let unique = name;
  for (let number = 2; values.has(unique); number += 1) unique = `${name} (${number})`;
  values.set(unique, value);
}

function headersInto(values: Map<string, string>, headers: readonly Header[]): void {
  for (const [name, value] of headers) if (!CARRIERS_OWN.has(name.toLowerCase())) put(values, name, value);
}

function jsonText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function bodyInto(values: Map<string, string>, message: HttpRequest | HttpResponse): void {
  const members = jsonMembers(message.body);
  if (mediaType(message) === 'application/x-www-form-urlencoded')
    for (const [name, value] of parseForm(message.body)) put(values, name, value);
  else if (members) for (const [name, value] of Object.entries(members)) put(values, name, jsonText(value));
  else if (message.body !== '') put(values, 'body', message.body);
}

function requestValues(request: HttpRequest): Values {
  const values = new Map([
    ['method', request.method],
    ['URL', request.url.split(/[?#]/)[0] ?? ''],
  ]);
  for (const [name, value] of queryFields(request.url)) put(values, name, value);
  headersInto(values, request.headers);
  bodyInto(values, request);
  return values;
}

function answerValues(answer: HttpResponse | undefined): Values {
  const values = new Map<string, string>();
  if (!answer) return values;
  values.set('status', String(answer.status));
  const location = header(answer, 'location');
  if (location !== undefined) {
    values.set('Location', location.split(/[?#]/)[0] ?? '');
    for (const [name, value] of parametersOf(location)) put(values, name, value);
  }
  headersInto(
    values,
    answer.headers.filter(([name]) => name.toLowerCase() !== 'location'),
  );
  bodyInto(values, answer);
  return values;
}

/** Two tokens claim by claim; by their signature where that is all that differs. */
function changedInToken(left: string, right: string): Difference[] | undefined {
  const [one, two] = [jwtIn(left), jwtIn(right)];
  if (!one || !two) return undefined;
  const changes = (['claims', 'header'] as const).flatMap((part) =>
    [...new Set([...Object.keys(one[part]), ...Object.keys(two[part])])].flatMap((name) => {
      const [before, after] = [one[part][name], two[part][name]];
      if (JSON.stringify(before) === JSON.stringify(after)) return [];
      return [
        { what: name, left: before === undefined ? undefined : jsonText(before), right: after === undefined ? undefined : jsonText(after) },
      ];
    }),
  );
  return changes.length > 0 ? changes : [{ what: 'the signature', left: one.parts[2], right: two.parts[2] }];
}

function changed(left: Values, right: Values): Difference[] {
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((what) => {
    const [one, two] = [left.get(what), right.get(what)];
    if (one === two) return [];
    const inside = one === undefined || two === undefined ? undefined : changedInToken(one, two);
    return inside ?? [{ what, left: one, right: two }];
  });
}

/** What differs in two requests, value by value; a token claim by claim. */
export function changedInRequest(left: HttpRequest, right: HttpRequest): Difference[] {
  return changed(requestValues(left), requestValues(right));
}

/** What differs in two answers. */
export function changedInAnswer(left: HttpResponse | undefined, right: HttpResponse | undefined): Difference[] {
  return changed(answerValues(left), answerValues(right));
}
