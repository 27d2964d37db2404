import { bringChecks } from '../../checks/catalogue.ts';
import { flowSessionChecks } from '../../checks/relying-party/flow-session.ts';
import { base64url } from '../../http/encoding.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
import { flowEndsWhereItBegan } from '../../protocol/relying-party/flow-session.ts';
import type { Span } from '../../trace/span.ts';
import { beginLogin } from '../relying-party/begin-login.ts';
import { cookieOf, isAlive, setCookie } from '../relying-party/cookies.ts';
import type { LedgerConfig } from './callback.ts';

bringChecks(flowSessionChecks);

/**
 * Sends a browser to log in, with a cookie by which it is known when it comes back: to the login that the app has begun
 * for it, or to a new one. RFC 9700 §4.7
 */
export async function sendToLogIn(
  span: Span,
  { issuer, clientId, memory }: LedgerConfig,
  { redirectUri, scope }: NonNullable<LedgerConfig['sessions']>,
): Promise<HttpResponse> {
  const { begun } = memory;
  const waits = begun?.address !== undefined && begun.flow === undefined && begun.answered !== true;
  const own = waits ? begun : await beginLogin({ issuer, clientId, redirectUri, scope, random: span.random, now: span.now });
  if (!waits) memory.received = undefined;
  own.flow = { id: base64url(span.random(16)), at: span.now() };
  memory.begun = own;
  return {
    status: 303,
    headers: [['Location', own.address ?? issuer], ['Cache-Control', 'no-store'], setCookie(clientId, 'flow', own.flow.id, span)],
    body: '',
  };
}

/** Whether the browser that brings an answer is the one that began the login, where one did. draft-ietf-oauth-security-topics-update §2.3 */
export function broughtByBrowser(request: HttpRequest, span: Span, { clientId, memory: { begun } }: LedgerConfig): Finding | undefined {
  if (begun?.flow === undefined) return undefined;
  const alive = isAlive('flow', begun.flow.at, span) ? begun.flow.id : undefined;
  return flowEndsWhereItBegan(cookieOf(request, clientId, 'flow', span), alive);
}

/** A session of its own for each login that came back, so that nobody can have planted its id. OWASP ASVS 7.2 */
export function openSession(span: Span, { clientId, memory }: LedgerConfig): Header[] {
  memory.browser = { id: base64url(span.random(24)), at: span.now() };
  return [setCookie(clientId, 'session', memory.browser.id, span), setCookie(clientId, 'flow', '', span)];
}

/** Whether a request comes from the browser in which the login came back. */
export function hasSession(request: HttpRequest, span: Span, { clientId, memory: { browser } }: LedgerConfig): boolean {
  if (!browser || !isAlive('session', browser.at, span)) return false;
  return flowEndsWhereItBegan(cookieOf(request, clientId, 'session', span), browser.id).passed;
}
