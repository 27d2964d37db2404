import { headerValues } from '../http/message.ts';
import type { HttpResponse } from '../http/message.ts';
import { defaultPath, domainMatches, isSecure, pathMatches, registrableDomain } from '../protocol/browser/cookie-scope.ts';
import { parseSetCookie } from '../protocol/browser/set-cookie.ts';
import type { SetCookie } from '../protocol/browser/set-cookie.ts';

/** Whose page led to a request, as cookies see it. RFC 6265bis §5.2 */
export type SameSiteContext = 'strict' | 'lax' | 'none';

/** The cookies of one browser, by a clock of its own. RFC 6265bis */
export interface Cookies {
  /** What goes into `Cookie`; undefined where nothing does. */
  headerFor(url: string, context: SameSiteContext): string | undefined;
  /** Takes what a response sets. A browser drops a cookie it cannot take, and says nothing. */
  keep(url: string, response: HttpResponse, context: SameSiteContext): void;
}

/** A cookie that was taken, and where it goes. RFC 6265bis §5.7 */
interface StoredCookie extends SetCookie {
  readonly domain: string;
  readonly path: string;
  /** Whether it goes back to that host alone, and to none below it. */
  readonly hostOnly: boolean;
}

/** How far from home a cookie still goes along. One that says nothing goes everywhere, which is what SameSite was made to end. */
const REACH = { none: 0, lax: 1, strict: 2 } as const;

function webUrl(url: string): URL | undefined {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed : undefined;
}

/** The site of a URL: its scheme and registrable domain. HTML §7.1.1 */
function siteOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${registrableDomain(parsed.hostname) ?? parsed.hostname}` : undefined;
}

/** How a navigation counts for SameSite: one the user typed, or that stays on its site, is strict. RFC 6265bis §5.2 */
export function sameSiteContext(initiator: string | undefined, url: string, method: string): SameSiteContext {
  if (initiator === undefined || siteOf(initiator) === siteOf(url)) return 'strict';
  return method === 'GET' || method === 'HEAD' ? 'lax' : 'none';
}

/** How what a page loads or its script sends counts for SameSite: to another site, no cookie with a SameSite goes along. RFC 6265bis §5.2 */
export function subresourceContext(page: string, url: string): SameSiteContext {
  return siteOf(page) === siteOf(url) ? 'strict' : 'none';
}

/** Whether a name makes no promise that the cookie does not keep. RFC 6265bis §4.1.3 */
function keepsItsPrefix({ name, secure, hostOnly, path }: StoredCookie, pathSaid: boolean): boolean {
  if (/^__secure-/i.test(name)) return secure;
  return !/^__host-/i.test(name) || (secure && hostOnly && pathSaid && path === '/');
}

/** The cookie as it is stored, or undefined where it is not taken. RFC 6265bis §5.7 */
function stored(cookie: SetCookie, url: URL, context: SameSiteContext): StoredCookie | undefined {
  const { domain = url.hostname, path = defaultPath(url.pathname), secure, sameSite = 'none' } = cookie;
  if (!domainMatches(url.hostname, domain)) return undefined;
  // A cookie for a whole public suffix would go to everybody under it: only the suffix's own host may have one, for itself.
  const suffix = registrableDomain(domain) === undefined;
  if (suffix && domain !== url.hostname) return undefined;
  const hostOnly = cookie.domain === undefined || suffix;
  if (secure && !isSecure(url)) return undefined;
  if (sameSite !== 'none' && context === 'none') return undefined;
  const taken = { ...cookie, domain, path, hostOnly };
  return keepsItsPrefix(taken, cookie.path !== undefined) ? taken : undefined;
}

function goesTo({ domain, path, hostOnly, secure, sameSite = 'none' }: StoredCookie, url: URL, context: SameSiteContext): boolean {
  const home = hostOnly ? url.hostname === domain : domainMatches(url.hostname, domain);
  return home && pathMatches(url.pathname, path) && (!secure || isSecure(url)) && REACH[sameSite] <= REACH[context];
}

/** An empty jar. `now` gives the world's time in milliseconds since 1970. */
export function createCookies(now: () => number): Cookies {
  // A cookie that is set again keeps its place, as it keeps its time of creation. RFC 6265bis §5.7 (23)
  const jar = new Map<string, StoredCookie>();
  return {
    headerFor(url, context) {
      const to = webUrl(url);
      if (!to) return undefined;
      const going = [...jar.values()].filter((cookie) => cookie.ends > now() && goesTo(cookie, to, context));
      // The longest path first, and of two that are as long the older one. RFC 6265bis §5.8.3
      going.sort((one, other) => other.path.length - one.path.length);
      return going.length === 0 ? undefined : going.map(({ name, value }) => `${name}=${value}`).join('; ');
    },
    keep(url, response, context) {
      const from = webUrl(url);
      if (!from) return;
      for (const value of headerValues(response, 'set-cookie')) {
        const sent = parseSetCookie(value, now());
        const cookie = sent && stored(sent, from, context);
        if (!cookie) continue;
        const key = JSON.stringify([cookie.name, cookie.domain, cookie.path]);
        if (cookie.ends > now()) jar.set(key, cookie);
        else jar.delete(key);
      }
    },
  };
}
