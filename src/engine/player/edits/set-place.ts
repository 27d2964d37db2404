import type { Header, HttpRequest } from '../../http/message.ts';
import { encodeForm, parseForm } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { Place } from './edits.ts';
import { parametersOf, splitUrl, withWhole } from './place-text.ts';

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

/** An address with one of its parameters set; null removes it. */
export function withQueryText(url: string, name: string, index: number, value: string | null): string {
  const { base, fragment } = splitUrl(url);
  const fields = replaceField(parametersOf(url), name, index, value);
  return base + (fields.length > 0 ? `?${encodeForm(fields)}` : '') + fragment;
}

/** The request with one place set to a text; null removes it. */
export function withTextAt(request: HttpRequest, place: Place, value: string | null): HttpRequest {
  switch (place.part) {
    case 'method':
      return { ...request, method: value ?? request.method };
    case 'url':
    case 'body':
      return withWhole(request, place.part, value);
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
