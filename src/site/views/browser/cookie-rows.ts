import { createCookies, sameSiteContext, subresourceContext } from '#engine/actors/browser/cookies.ts';
import type { Cookies, StoredCookie } from '#engine/actors/browser/cookies.ts';
import { redirectTarget } from '#engine/actors/browser/redirect.ts';
import { header } from '#engine/http/message.ts';
import type { Exchange, PartyId, Trace } from '#engine/trace/trace.ts';
import { navigationsOf } from './browsing.ts';

/** A cookie of a browser, and the message whose answer set it last. */
export interface CookieRow extends StoredCookie {
  readonly setBy: Exchange;
}

/** What a browser keeps, and how it would send it. */
export interface CookieJar {
  readonly rows: readonly CookieRow[];
  /** What goes into `Cookie` when a page leads to an address; undefined where nothing does. */
  headerFor(page: string | undefined, url: string, method: string): Promise<string | undefined>;
}

const keyOf = ({ name, domain, path }: StoredCookie): string => JSON.stringify([name, domain, path]);
const textOf = (cookie: StoredCookie): string => JSON.stringify(cookie);

/** Whether an answer to a script leaves cookies: one that was asked for with them, or may have been. Fetch §4.6 */
function keepsCookies({ request }: Exchange, page: string): boolean {
  return header(request, 'cookie') !== undefined || URL.parse(request.url)?.origin === URL.parse(page)?.origin;
}

/**
 * The cookies a browser holds after the messages of a trace, by the same rules and the same jar as the browser that sent them.
 * @param now the world's time in milliseconds since 1970
 */
export async function cookiesOf(trace: Trace, browser: PartyId, now: number): Promise<CookieJar> {
  let time = 0;
  const cookies: Cookies = createCookies(() => time);
  const navigations = new Set(navigationsOf(trace, browser));
  const setBy = new Map<string, Exchange>();
  const before = new Map<string, string>();
  let page: string | undefined;
  let followed = 0;
  for (const exchange of trace.exchanges) {
    const { from, parent, request, response, at } = exchange;
    if (from !== browser || parent !== undefined || !response) continue;
    time = at;
    const navigates = navigations.has(exchange);
    if (navigates) await cookies.keep(request.url, response, 'strict');
    else if (header(request, 'sec-fetch-dest') === 'iframe' || keepsCookies(exchange, page ?? ''))
      await cookies.keep(request.url, response, subresourceContext(page ?? '', request.url));
    for (const cookie of header(response, 'set-cookie') === undefined ? [] : cookies.all()) {
      if (before.get(keyOf(cookie)) === textOf(cookie)) continue;
      before.set(keyOf(cookie), textOf(cookie));
      setBy.set(keyOf(cookie), exchange);
    }
    if (!navigates) continue;
    const found = redirectTarget(followed, request.url, '', response);
    followed = found && 'target' in found ? followed + 1 : 0;
    if (followed === 0) page = request.url;
  }
  time = now;
  const kept = cookies.all();
  return {
    rows: kept.flatMap((cookie) => {
      const exchange = setBy.get(keyOf(cookie));
      return exchange ? [{ ...cookie, setBy: exchange }] : [];
    }),
    headerFor: (from, url, method) => cookies.headerFor(url, sameSiteContext(from, url, method)),
  };
}
