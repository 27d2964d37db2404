import { header } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';

/** Redirects in a row that a browser follows. Fetch §4.4 */
const REDIRECT_LIMIT = 20;

/**
 * Where an answer sends its browser on to; nothing for one that is a page. A fragment survives where the
 * new address has none. Fetch §4.4; RFC 9110 §10.2.2
 * @param followed how many redirects in a row came before this answer
 * @param url the address that was asked for, without a fragment
 * @param fragment what the address bar had behind it, `#` included, or nothing
 * @returns why the browser stops, where it does
 */
export function redirectTarget(
  followed: number,
  url: string,
  fragment: string,
  response: HttpResponse,
): { readonly target: URL } | { readonly stopped: string } | undefined {
  const location = header(response, 'location');
  if (location === undefined || ![301, 302, 303, 307, 308].includes(response.status)) return undefined;
  const target = URL.parse(location, url);
  if (!target) return { stopped: 'The browser stops: the redirect leads to no address.' };
  if (followed >= REDIRECT_LIMIT) return { stopped: `The browser stops: it was redirected more than ${REDIRECT_LIMIT} times in a row.` };
  if (target.hash === '') target.hash = fragment;
  return { target };
}
