import type { Header, HttpResponse } from '../../http/message.ts';
import { mayBeFramed } from '../../protocol/browser/framing.ts';
import type { PartyId } from '../../trace/trace.ts';
import type { Send } from '../cast.ts';
import { originText, withoutFragment } from './address.ts';
import { subresourceContext } from './cookies.ts';
import type { Cookies } from './cookies.ts';

/** The browser with the frame, and the address of the page around it, if there is one. */
export interface FrameHost {
  readonly party: PartyId;
  readonly send: Send;
  readonly cookies: Cookies;
  readonly page: string | undefined;
}

/** What a browser shows in a frame: the page, or why there is none. */
export type Framed = { readonly response: HttpResponse } | { readonly blocked: string };

/**
 * Loads an address into a frame of a page: cookies by SameSite, and shown only where the framed page allows it. HTML §7.6; RFC 6265bis §5.2
 * @throws {NetworkError} where nobody answers
 */
export async function frame(url: string, { party, send, cookies, page }: FrameHost): Promise<Framed> {
  const site = subresourceContext(page ?? 'about:blank', url);
  const cookie = await cookies.headerFor(url, site);
  const headers: Header[] = [
    ['Accept', 'text/html'],
    ['Sec-Fetch-Dest', 'iframe'],
    ...(cookie === undefined ? [] : [['Cookie', cookie] as const]),
  ];
  const { request, response } = await send(party, { method: 'GET', url: withoutFragment(url), headers, body: '' });
  await cookies.keep(request.url, response, site);
  const allowed = mayBeFramed(response, originText(request.url), originText(page ?? ''));
  return allowed.passed ? { response } : { blocked: `The browser shows nothing: ${allowed.received ?? ''}.` };
}
