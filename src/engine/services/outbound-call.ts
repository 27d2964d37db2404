import { bringChecks } from '../checks/catalogue.ts';
import type { CheckId } from '../checks/catalogue.ts';
import { outboundChecks } from '../checks/outbound.ts';
import { header } from '../http/message.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { addressOnList, answeredWithoutRedirect } from '../protocol/message/outbound.ts';
import type { Span } from '../trace/span.ts';

bringChecks(outboundChecks);

/** What a call made of an address that somebody else named: an answer, the check that refused, or nobody there. */
export type Outcome = { readonly answer: HttpResponse } | { readonly refused: CheckId } | { readonly unreachable: true };

/** Redirects that a careless caller follows before it gives up. Fetch §4.4 allows 20. */
const MOST_REDIRECTS = 5;

/** The same request at the address a redirect names; anything but 307 and 308 makes it a GET without body. RFC 9110 §15.4 */
function redirected(request: HttpRequest, status: number, location: string): HttpRequest | undefined {
  const url = URL.parse(location, request.url);
  if (!url) return undefined;
  const asSent = status === 307 || status === 308 || request.method === 'GET';
  return { ...request, url: url.href, ...(asSent ? {} : { method: 'GET', body: '' }) };
}

/**
 * Calls an address that somebody else named, in a message or in an answer. It must be on the list of
 * origins, and so must every address a redirect leads to, where redirects are followed at all.
 * Never throws. OWASP API7:2023, API10:2023
 */
export async function callOutside(request: HttpRequest, allowed: readonly string[], span: Span): Promise<Outcome> {
  // As it was judged: a backslash or a line break is read over in both places or in none. WHATWG URL §4.4
  let next = { ...request, url: URL.parse(request.url)?.href ?? request.url };
  for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
    if (!span.check('http.outbound-url', addressOnList(next.url, allowed))) return { refused: 'http.outbound-url' };
    let answer: HttpResponse;
    try {
      answer = await span.fetch(next);
    } catch {
      return { unreachable: true };
    }
    const location = header(answer, 'location');
    if (!span.check('http.outbound-redirect', answeredWithoutRedirect(answer.status, location)))
      return { refused: 'http.outbound-redirect' };
    const further = answer.status >= 300 && answer.status < 400 && location !== undefined && redirected(next, answer.status, location);
    if (!further) return { answer };
    next = further;
  }
  return { unreachable: true };
}
