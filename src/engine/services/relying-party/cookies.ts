import { headerValues } from '../../http/message.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import type { Judge } from '../../trace/span.ts';

/** Milliseconds that a login may take, and that a session lasts. */
const LIFETIMES = { flow: 10 * 60_000, session: 8 * 3_600_000 } as const;

/** What an app gives a browser: one cookie while it logs in, another once it has. */
type CookieKind = keyof typeof LIFETIMES;

/** Whether something that began then still counts. */
export function isAlive(kind: CookieKind, begunAt: number, { now }: Pick<Judge, 'now'>): boolean {
  return now() - begunAt < LIFETIMES[kind];
}

/** Cookies know no ports: on one machine every app has cookies of its own by their names. RFC 6265 §8.5 */
function nameOf(app: string, kind: CookieKind, locked: boolean): string {
  return `${locked ? '__Host-' : ''}${app}-${kind}`;
}

/** The value of a cookie of this app, if the browser sent it. */
export function cookieOf(request: HttpRequest, app: string, kind: CookieKind, { isOff }: Pick<Judge, 'isOff'>): string | undefined {
  const name = nameOf(app, kind, !isOff('http.session-cookie'));
  return headerValues(request, 'cookie')
    .flatMap((value) => value.split(';'))
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** The header that gives a cookie, or with an empty value takes it away. draft-ietf-oauth-browser-based-apps §6.1.3.2 */
export function setCookie(app: string, kind: CookieKind, value: string, judge: Pick<Judge, 'duty'>): Header {
  const locked = judge.duty('http.session-cookie', `${nameOf(app, kind, true)}; Secure; HttpOnly; SameSite=Lax`);
  const end = value === '' ? '; Max-Age=0' : '';
  const attributes = locked ? 'Path=/; Secure; HttpOnly; SameSite=Lax' : 'Path=/; Secure; SameSite=None';
  return ['Set-Cookie', `${nameOf(app, kind, locked)}=${value}; ${attributes}${end}`];
}
