import { base64url } from '../../http/encoding.ts';
import { headerValues } from '../../http/message.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import type { Span } from '../../trace/span.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { HeldTokens } from '../relying-party/redeem.ts';

/** A login that a browser began here. RFC 9700 §4.7 */
export interface Flow {
  readonly id: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the browser goes once it is logged in. */
  readonly returnTo: string;
  readonly begunAt: number;
}

/** Somebody who is logged in, with the tokens that the page never sees. */
export interface BackEndSession {
  readonly id: string;
  readonly sub: string;
  readonly name: string;
  readonly begunAt: number;
  tokens: HeldTokens;
  /** New tokens that were asked for and have not come yet. */
  renewal?: Promise<HeldTokens | undefined> | undefined;
}

/** What a back end remembers: logins under way, by `state`, and sessions. */
export interface BackEndMemory {
  readonly flows: BoundedMap<string, Flow>;
  readonly sessions: BoundedMap<string, BackEndSession>;
}

/** A memory with nothing in it. */
export function createMemory(): BackEndMemory {
  return { flows: new BoundedMap(200), sessions: new BoundedMap(200) };
}

/** Milliseconds that a login may take, and that a session lasts. */
const LIFETIMES = { flow: 10 * 60_000, session: 8 * 3_600_000 } as const;

type CookieName = keyof typeof LIFETIMES;

/** Whether something that began then still counts. */
export function isAlive(kind: CookieName, begunAt: number, span: Span): boolean {
  return span.now() - begunAt < LIFETIMES[kind];
}

/** The value of one of the two cookies, if the browser sent it. */
export function cookieOf(request: HttpRequest, kind: CookieName, span: Span): string | undefined {
  const name = `${span.isOff('http.session-cookie') ? '' : '__Host-'}${kind}`;
  return headerValues(request, 'cookie')
    .flatMap((value) => value.split(';'))
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}

/** The header that gives a cookie, or with an empty value takes it away. draft-ietf-oauth-browser-based-apps §6.1.3.2 */
export function setCookie(kind: CookieName, value: string, span: Span): Header {
  const locked = span.duty('http.session-cookie', `__Host-${kind}; Secure; HttpOnly; SameSite=Lax`);
  const end = value === '' ? '; Max-Age=0' : '';
  return [
    'Set-Cookie',
    locked
      ? `__Host-${kind}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${end}`
      : `${kind}=${value}; Path=/; Secure; SameSite=None${end}`,
  ];
}

/** Fresh random text of a world. */
export function randomText(span: Span, length: number): string {
  return base64url(span.random(length));
}
