import { headerValues } from '../../http/message.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import { encodeForm, parseForm } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { Place } from './edits.ts';

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

/** Header fields with the `index`-th of a name set; null removes it. RFC 9110 §5.1 */
export function replaceHeader(headers: readonly Header[], name: string, index: number, value: string | null): Header[] {
  const wanted = name.toLowerCase();
  return replacePair(headers, name, (key) => key.toLowerCase() === wanted, index, value);
}

function splitUrl(url: string): { readonly base: string; readonly query: string; readonly fragment: string } {
  const [beforeFragment = '', ...fragment] = url.split('#');
  const [base = '', ...query] = beforeFragment.split('?');
  return { base, query: query.join('?'), fragment: fragment.length > 0 ? `#${fragment.join('#')}` : '' };
}

/** The parameters in the query of an address, which may be relative. */
export function parametersOf(url: string): Field[] {
  return parseForm(splitUrl(url).query);
}

/** A parameter of an address: the `index`-th of its name. */
export function queryText(url: string, name: string, index: number): string | undefined {
  return parametersOf(url).filter(([key]) => key === name)[index]?.[1];
}

/** An address with one of its parameters set; null removes it. */
export function withQueryText(url: string, name: string, index: number, value: string | null): string {
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
    case 'body':
      return request.body;
    case 'header':
      return headerValues(request, place.name)[place.index];
    case 'query':
      return queryText(request.url, place.name, place.index);
    case 'form':
      return parseForm(request.body).filter(([name]) => name === place.name)[place.index]?.[1];
    default:
      return undefined;
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
    case 'query':
      return { ...request, url: withQueryText(request.url, place.name, place.index, value) };
    case 'form':
      return { ...request, body: encodeForm(replaceField(parseForm(request.body), place.name, place.index, value)) };
    default:
      return request;
  }
}
