import { bringChecks } from '../../checks/catalogue.ts';
import { flowSessionChecks } from '../../checks/relying-party/flow-session.ts';
import { base64url } from '../../http/encoding.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
import { flowEndsWhereItBegan } from '../../protocol/relying-party/flow-session.ts';
import type { Span } from '../../trace/span.ts';
import { cookieOf, isAlive, setCookie } from '../relying-party/cookies.ts';
import type { LedgerConfig } from './callback.ts';

bringChecks(flowSessionChecks);

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
