import { redirectTarget } from '#engine/actors/browser/redirect.ts';
import { header, mediaType } from '#engine/http/message.ts';
import type { HttpRequest } from '#engine/http/message.ts';
import type { Exchange, PartyId, Trace } from '#engine/trace/trace.ts';

/** What a browser shows: the last answer that was no redirect, or why there was none. */
export interface ShownPage {
  /** The message that brought it. */
  readonly exchange: Exchange;
  /** What the address bar says, fragment included. */
  readonly url: string;
  /** How its body is to be read: `html` as a page, `text` as it stands. */
  readonly kind: 'html' | 'text' | 'undelivered';
  readonly body: string;
}

/** Where a browser stands after the messages of a trace. */
export interface Browsing {
  /** Undefined before the first page. */
  readonly page: ShownPage | undefined;
  /** The messages that led to the page, its own last: redirects are the ones before. */
  readonly hops: readonly Exchange[];
  /** Redirects that were answered since, and have led to no page yet. */
  readonly leaving: readonly Exchange[];
  /** Where the last of those leads. */
  readonly bound: string | undefined;
}

/** Whether a message is one that may change the page: not what a script or a frame in it asked for. Fetch §4, §5.4 */
export function changesPage(request: HttpRequest): boolean {
  return request.method !== 'OPTIONS' && header(request, 'accept') !== '*/*' && header(request, 'sec-fetch-dest') !== 'iframe';
}

/** Parties of a lab that have a browser: users, and whoever has opened a page. `order` is that of their lifelines. */
export function browsersOf({ parties, exchanges }: Trace, order: readonly PartyId[]): PartyId[] {
  const opened = (id: PartyId): boolean =>
    exchanges.some(({ from, request }) => from === id && header(request, 'accept')?.split(',')[0] === 'text/html');
  return order.filter((id) => parties.find((party) => party.id === id)?.kind === 'user' || opened(id));
}

/** The messages by which a browser went from page to page, as it sent them. */
export function navigationsOf({ exchanges }: Trace, browser: PartyId): Exchange[] {
  return exchanges.filter(({ from, parent, request }) => from === browser && parent === undefined && changesPage(request));
}

const fragmentOf = (url: string | undefined): string => URL.parse(url ?? '')?.hash ?? '';

/** What a browser shows and how it came there, from the messages it sent. */
export function browsingOf(trace: Trace, browser: PartyId): Browsing {
  let page: ShownPage | undefined;
  let hops: readonly Exchange[] = [];
  let leaving: readonly Exchange[] = [];
  let bound: string | undefined;
  for (const exchange of navigationsOf(trace, browser)) {
    const { request, response, failure } = exchange;
    if (!response && failure === undefined) continue;
    const url = request.url.split('#', 1)[0] ?? '';
    const fragment = fragmentOf(bound);
    const found = response && redirectTarget(leaving.length, url, fragment, response);
    if (found && 'target' in found) {
      leaving = [...leaving, exchange];
      bound = found.target.href;
      continue;
    }
    const type = response && mediaType(response);
    const stopped = found?.stopped ?? failure;
    page = {
      exchange,
      url: url + fragment,
      kind: stopped !== undefined ? 'undelivered' : type === 'text/html' || type === 'application/xhtml+xml' ? 'html' : 'text',
      body: stopped ?? response?.body ?? '',
    };
    hops = [...leaving, exchange];
    leaving = [];
    bound = undefined;
  }
  return { page, hops, leaving, bound };
}
