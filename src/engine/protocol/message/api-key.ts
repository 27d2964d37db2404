import { queryFields } from '../../http/form.ts';
import { headerValues } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';

/** The header an API key travels in. No specification registers one; this name is the usual. */
export const API_KEY_HEADER = 'X-API-Key';

/** Whether a parameter of a query is one that callers put an API key into. */
export function namesApiKey(parameter: string): boolean {
  return /^(?:x-)?api[-_]?key$/i.test(parameter);
}

/** One API key that a request carries, and where. */
export interface PresentedApiKey {
  readonly place: 'header' | 'authorization' | 'query';
  readonly key: string;
}

/** Every API key in a request: in its header, in `Authorization` with the gateway's own scheme, in the query. */
export function apiKeysIn(request: HttpRequest): PresentedApiKey[] {
  return [
    ...headerValues(request, API_KEY_HEADER).map((key) => ({ place: 'header' as const, key })),
    ...headerValues(request, 'authorization').flatMap((value) => {
      const key = /^apikey(?: +(.*))?$/is.exec(value.trim());
      return key ? [{ place: 'authorization' as const, key: key[1] ?? '' }] : [];
    }),
    ...queryFields(request.url).flatMap(([name, key]) => (namesApiKey(name) ? [{ place: 'query' as const, key }] : [])),
  ];
}
