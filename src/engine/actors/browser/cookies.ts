import { Cookie, CookieJar, getPublicSuffix } from 'tough-cookie';
import { headerValues } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';

/**
 * A cookie that says nothing of other sites counts as Lax, and one that goes to every site has to be Secure.
 * RFC 6265bis §5.6.7.1, §5.7
 */
function readCookie(value: string): Cookie | undefined {
  const cookie = Cookie.parse(value);
  if (!cookie || (cookie.sameSite === 'none' && !cookie.secure)) return undefined;
  cookie.sameSite ??= 'lax';
  return cookie;
}

/** Whose page led to a request, as cookies see it. RFC 6265bis §5.2 */
export type SameSiteContext = 'strict' | 'lax' | 'none';

/** The cookies of one browser, by a clock of its own. RFC 6265bis */
export interface Cookies {
  /** What goes into `Cookie`; undefined where nothing does. */
  headerFor(url: string, context: SameSiteContext): Promise<string | undefined>;
  keep(url: string, response: HttpResponse, context: SameSiteContext): Promise<void>;
}

function isWeb(url: string): boolean {
  return /^https?:/i.test(url);
}

/** The site of a URL: its scheme and registrable domain. HTML §7.1.1 */
function siteOf(url: string): string | undefined {
  const parsed = URL.parse(url);
  return parsed
    ? `${parsed.protocol}//${getPublicSuffix(parsed.hostname, { allowSpecialUseDomain: true, ignoreError: true }) ?? parsed.hostname}`
    : undefined;
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

/** An empty jar. `now` gives the world's time in milliseconds since 1970. */
export function createCookies(now: () => number): Cookies {
  const jar = new CookieJar(undefined, { prefixSecurity: 'strict' });
  return {
    async headerFor(url, context) {
      if (!isWeb(url)) return undefined;
      // The jar would expire by the real clock, and notes each look with it, so lifetimes are counted here, from creation.
      const stored = await jar.getCookies(url, { sameSiteContext: context, expire: false });
      const alive = stored.filter(
        (cookie) => (cookie.expiryTime(cookie.creation instanceof Date ? cookie.creation : undefined) ?? Infinity) > now(),
      );
      return alive.length === 0 ? undefined : alive.map((cookie) => cookie.cookieString()).join('; ');
    },
    async keep(url, response, context) {
      if (!isWeb(url)) return;
      for (const value of headerValues(response, 'set-cookie')) {
        const cookie = readCookie(value);
        if (!cookie) continue;
        try {
          await jar.setCookie(cookie, url, { now: new Date(now()), sameSiteContext: context, ignoreError: true });
        } catch {
          // A browser drops a cookie it cannot take, and says nothing.
        }
      }
    },
  };
}
