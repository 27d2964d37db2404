import { Cookie, CookieJar, getPublicSuffix } from 'tough-cookie';
import { headerValues } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';

/** The last moment that a date can name, in milliseconds since 1970. ECMA-262 §21.4.1.1 */
const LATEST = 8.64e15;

/**
 * A cookie that says nothing of other sites counts as Lax, and one that goes to every site has to be Secure. Its
 * lifetime is counted from now on: the jar would count it from when a cookie of that name first came.
 * RFC 6265bis §5.6.2, §5.6.7.1, §5.7
 */
function readCookie(value: string, now: number): Cookie | undefined {
  const cookie = Cookie.parse(value);
  if (!cookie || (cookie.sameSite === 'none' && !cookie.secure)) return undefined;
  if (typeof cookie.maxAge === 'number') {
    cookie.expires = new Date(Math.max(0, Math.min(now + cookie.maxAge * 1000, LATEST)));
    cookie.maxAge = null;
  }
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
  /** Every cookie that is there and alive, the oldest first. */
  all(): StoredCookie[];
}

/** A cookie as its browser keeps it. RFC 6265bis §5.7 */
export interface StoredCookie {
  readonly name: string;
  readonly value: string;
  /** The host it goes to; with `hostOnly` to no host below it. */
  readonly domain: string;
  readonly hostOnly: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** In lower case; `lax` where the answer said nothing. */
  readonly sameSite: string;
  readonly saysSameSite: boolean;
  /** When it is over, in milliseconds since 1970; undefined for one that lasts as long as the browser is open. */
  readonly expires: number | undefined;
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
  const kept = new Map<string, { readonly cookie: Cookie; readonly saysSameSite: boolean }>();
  // The jar would expire by the real clock, so lifetimes are counted here.
  const isAlive = (cookie: Cookie): boolean => (cookie.expiryTime() ?? Infinity) > now();
  return {
    async headerFor(url, context) {
      if (!isWeb(url)) return undefined;
      const stored = await jar.getCookies(url, { sameSiteContext: context, expire: false });
      const alive = stored.filter(isAlive);
      return alive.length === 0 ? undefined : alive.map((cookie) => cookie.cookieString()).join('; ');
    },
    async keep(url, response, context) {
      if (!isWeb(url)) return;
      for (const value of headerValues(response, 'set-cookie')) {
        const cookie = readCookie(value, now());
        if (!cookie) continue;
        try {
          const taken = await jar.setCookie(cookie, url, { now: new Date(now()), sameSiteContext: context, ignoreError: true });
          if (taken)
            kept.set([taken.domain, taken.path, taken.key].join(' '), { cookie: taken, saysSameSite: /;\s*samesite\s*=/i.test(value) });
        } catch {
          // A browser drops a cookie it cannot take, and says nothing.
        }
      }
    },
    all: () =>
      [...kept.values()].flatMap(({ cookie, saysSameSite }) => {
        if (!isAlive(cookie)) return [];
        const expires = cookie.expiryTime();
        return {
          name: cookie.key,
          value: cookie.value,
          domain: cookie.domain ?? '',
          hostOnly: cookie.hostOnly ?? true,
          path: cookie.path ?? '/',
          secure: cookie.secure,
          httpOnly: cookie.httpOnly,
          sameSite: cookie.sameSite ?? 'lax',
          saysSameSite,
          expires: expires !== undefined && Number.isFinite(expires) ? expires : undefined,
        };
      }),
  };
}
