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
  readonly place: 'header' | 'query';
  readonly key: string;
}

/** Every API key in a request, header first. */
export function apiKeysIn(request: HttpRequest): PresentedApiKey[] {
  return [
    ...headerValues(request, API_KEY_HEADER).map((key) => ({ place: 'header' as const, key })),
    ...queryFields(request.url).flatMap(([name, key]) => (namesApiKey(name) ? [{ place: 'query' as const, key }] : [])),
  ];
}
