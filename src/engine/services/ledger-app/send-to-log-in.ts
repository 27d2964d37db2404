import { base64url } from '../../http/encoding.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { Span } from '../../trace/span.ts';
import { beginLogin } from '../relying-party/begin-login.ts';
import { setCookie } from '../relying-party/cookies.ts';
import type { LedgerConfig } from './callback.ts';

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
