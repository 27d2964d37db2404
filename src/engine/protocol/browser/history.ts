import { headerValues } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';

/**
 * May a browser show this answer again when the user goes back? However old it is, it may: history is no cache. Only
 * what was not to be stored is gone. RFC 9111 §5.2.2.5, §6
 */
export function mayBeShownAgain(response: HttpResponse): boolean {
  const directives = headerValues(response, 'cache-control').flatMap((value) => value.toLowerCase().split(','));
  return !directives.some((directive) => directive.trim() === 'no-store');
}
