import { header, headerValues, withHeader } from '../http/message.ts';
import type { Header, HttpRequest } from '../http/message.ts';
import { encodeForm, parseForm } from '../http/form.ts';
import type { Field } from '../http/form.ts';
import type { Edit, Place } from './edits.ts';
import { forgeJwt } from './forge-jwt.ts';

/** A request with edits made, and what became of each. */
export interface Applied {
  readonly request: HttpRequest;
  /** Short titles of the edits made, for the diagram: "aud", "code_verifier". */
  readonly edited: readonly string[];
  /** One sentence for each edit that found nothing to change. */
  readonly problems: readonly string[];
}

function replaceField(fields: readonly Field[], name: string, index: number, value: string | null): Field[] {
  const result: Field[] = [];
  let seen = 0;
  let placed = false;
  for (const [key, old] of fields) {
    if (key !== name) result.push([key, old]);
    else if (seen++ === index) {
      placed = true;
      if (value !== null) result.push([key, value]);
    } else result.push([key, old]);
  }
  if (!placed && value !== null) result.push([name, value]);
  return result;
}

function replaceHeader(headers: readonly Header[], name: string, index: number, value: string | null): Header[] {
  const wanted = name.toLowerCase();
  const result: Header[] = [];
  let seen = 0;
  let placed = false;
  for (const [key, old] of headers) {
    if (key.toLowerCase() !== wanted) result.push([key, old]);
    else if (seen++ === index) {
      placed = true;
      if (value !== null) result.push([key, value]);
    } else result.push([key, old]);
  }
  if (!placed && value !== null) result.push([name, value]);
  return result;
}

function splitUrl(url: string): { readonly base: string; readonly query: string; readonly fragment: string } {
  const [beforeFragment = '', ...fragment] = url.split('#');
  const [base = '', ...query] = beforeFragment.split('?');
  return { base, query: query.join('?'), fragment: fragment.length > 0 ? `#${fragment.join('#')}` : '' };
}

/** The text at a place of a request, or undefined where there is none. */
export function textAt(request: HttpRequest, place: Place): string | undefined {
  switch (place.part) {
    case 'method':
      return request.method;
    case 'url':
      return request.url;
    case 'body':
      return request.body;
    case 'header':
      return headerValues(request, place.name)[place.index];
    case 'query':
      return parseForm(splitUrl(request.url).query).filter(([name]) => name === place.name)[place.index]?.[1];
    case 'form':
      return parseForm(request.body).filter(([name]) => name === place.name)[place.index]?.[1];
  }
}

/** The request with one place set to a text; null removes it. */
export function withTextAt(request: HttpRequest, place: Place, value: string | null): HttpRequest {
  switch (place.part) {
    case 'method':
      return { ...request, method: value ?? request.method };
    case 'url':
      return { ...request, url: value ?? request.url };
    case 'body':
      return { ...request, body: value ?? '' };
    case 'header':
      return { ...request, headers: replaceHeader(request.headers, place.name, place.index, value) };
    case 'query': {
      const { base, query, fragment } = splitUrl(request.url);
      const fields = replaceField(parseForm(query), place.name, place.index, value);
      return { ...request, url: base + (fields.length > 0 ? `?${encodeForm(fields)}` : '') + fragment };
    }
    case 'form':
      return { ...request, body: encodeForm(replaceField(parseForm(request.body), place.name, place.index, value)) };
  }
}

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
 * Makes the learner's edits in a message. Texts first, then JWTs, so that a claim can be changed
 * in a token that was pasted. An edit that finds nothing changes nothing and is reported.
 * @param now the world's time in milliseconds, for times such as "in 5 minutes"
 */
export async function applyEdits(original: HttpRequest, edits: readonly Edit[], now: number): Promise<Applied> {
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
