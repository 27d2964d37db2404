import { header } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { mayRead, needsPreflight, preflightAllows, preflightRequest, readablePart } from '../../protocol/browser/cors.ts';
import { readReferrerPolicy, referrerTo } from '../../protocol/browser/referrer-policy.ts';
import type { PartyId } from '../../trace/trace.ts';
import type { Send } from '../cast.ts';
import { subresourceContext } from './cookies.ts';
import type { Cookies } from './cookies.ts';

/** What a script in a page asks its browser to send. Fetch §5.4 */
export interface ScriptRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
  /** Whether cookies go along: only to the page's own origin, unless said otherwise. */
  readonly credentials?: 'omit' | 'same-origin' | 'include';
}

/** What the script gets: an answer it may read, or nothing but that it failed, as Fetch has it. */
export type ScriptAnswer = { readonly response: HttpResponse } | { readonly blocked: string };

/** Headers that a script cannot set. Fetch §2.2.2 */
const FORBIDDEN =
  /^(?:cookie2?|host|origin|referer|connection|content-length|date|dnt|te|trailer|transfer-encoding|upgrade|via|access-control-request-.*|sec-.*|proxy-.*)$/i;

/** The browser a script runs in. */
export interface ScriptHost {
  readonly party: PartyId;
  readonly send: Send;
  readonly cookies: Cookies;
  /** The address of the page, and what it says in `Referrer-Policy`. */
  readonly page: { readonly url: string; readonly referrerPolicy: string | undefined };
}

/**
 * Sends what a script in a page asks for, by the rules that protect other origins: cookies by SameSite, a
 * preflight where no form could send the like, and an answer that is kept from the script unless its
 * origin may read it. The request itself was sent all the same: CORS protects answers. Fetch §4; RFC 6265bis §5.2
 * @throws {NetworkError} where nobody answers
 */
export async function scriptFetch(asked: ScriptRequest, { party, send, cookies, page }: ScriptHost): Promise<ScriptAnswer> {
  const origin = URL.parse(page.url)?.origin ?? 'null';
  const own = URL.parse(asked.url)?.origin === origin;
  const { credentials = 'same-origin', method = 'GET', headers = [], body = '' } = asked;
  const withCookies = credentials === 'include' || (credentials === 'same-origin' && own);
  const written = headers.filter(([name]) => !FORBIDDEN.test(name));
  const wanted: HttpRequest = { method, url: asked.url, headers: written, body };

  if (!own && needsPreflight(wanted)) {
    const { response } = await send(party, preflightRequest(wanted, origin));
    const finding = preflightAllows(response, wanted, origin, withCookies);
    if (!finding.passed) return { blocked: `The preflight does not allow it: ${finding.received ?? ''}.` };
  }
  const context = subresourceContext(page.url, asked.url);
  const cookie = withCookies ? await cookies.headerFor(asked.url, context) : undefined;
  const referrer = referrerTo(page.url, asked.url, readReferrerPolicy(page.referrerPolicy));
  const { request, response } = await send(party, {
    ...wanted,
    headers: [
      ['Accept', '*/*'],
      ...written,
      ...(!own || (method !== 'GET' && method !== 'HEAD') ? ([['Origin', origin]] as const) : []),
      ...(referrer === undefined ? [] : ([['Referer', referrer]] as const)),
      ...(cookie === undefined ? [] : ([['Cookie', cookie]] as const)),
    ],
  });
  if (withCookies) await cookies.keep(request.url, response, context);
  if (own)
    return { response: readablePart({ ...response, headers: [...response.headers, ['Access-Control-Expose-Headers', '*']] }, false) };
  const readable = mayRead(response, origin, withCookies);
  if (!readable.passed) return { blocked: `This page may not read the answer: ${readable.received ?? ''}.` };
  if (header(response, 'location') !== undefined) return { blocked: 'The answer redirects, which a script here does not follow.' };
  return { response: readablePart(response, withCookies) };
}
