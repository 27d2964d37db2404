import { headerValues } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import { parseForm } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { Place } from './edits.ts';

/** An address as its parts, each with what marks it but the query. */
export function splitUrl(url: string): { readonly base: string; readonly query: string; readonly fragment: string } {
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

/** The request with its whole address or its whole body set to a text. No request goes without an address. */
export function withWhole(request: HttpRequest, part: 'url' | 'body', value: string | null): HttpRequest {
  return part === 'url' ? { ...request, url: value ?? request.url } : { ...request, body: value ?? '' };
}
