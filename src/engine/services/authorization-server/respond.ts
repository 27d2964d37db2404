import type { Header, HttpResponse } from '../../http/message.ts';
import type { Judge } from '../../trace/span.ts';

/** A JSON answer that caches may keep. */
export function json(status: number, body: unknown, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(body) };
}

/** The headers that keep an answer out of every cache. RFC 6749 §5.1 */
export function noStore(judge: Judge): Header[] {
  return judge.duty('http.no-store', 'Cache-Control: no-store')
    ? [
        ['Cache-Control', 'no-store'],
        ['Pragma', 'no-cache'],
      ]
    : [];
}

/** A JSON answer with secrets in it, or about them. */
export function privateJson(judge: Judge, status: number, body: unknown, headers: readonly Header[] = []): HttpResponse {
  return json(status, body, [...noStore(judge), ...headers]);
}

/** An error of the token endpoint. RFC 6749 §5.2 */
export interface OAuthError {
  readonly status: 400 | 401 | 429;
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_grant'
    | 'unauthorized_client'
    | 'unsupported_grant_type'
    | 'invalid_scope'
    | 'unsupported_token_type'
    | 'invalid_target'
    | 'authorization_pending'
    | 'slow_down'
    | 'access_denied'
    | 'expired_token'
    | 'invalid_dpop_proof'
    | 'use_dpop_nonce';
  /** Plain ASCII without quotes and backslashes, as RFC 6749 §5.2 demands; never what a caller sent. */
  readonly description: string;
  /** Seconds after which it is worth trying again. RFC 9110 §10.2.3 */
  readonly retryAfter?: number;
}

/** The answer that carries an error of the token endpoint. RFC 6749 §5.2; a 401 names its scheme, RFC 9110 §15.5.2 */
export function oauthError(judge: Judge, { status, error, description, retryAfter }: OAuthError): HttpResponse {
  const headers: Header[] = status === 401 ? [['WWW-Authenticate', 'Basic realm="token endpoint", charset="UTF-8"']] : [];
  if (retryAfter !== undefined) headers.push(['Retry-After', String(retryAfter)]);
  return privateJson(judge, status, { error, error_description: description }, headers);
}

/** A plain-text answer. */
export function text(status: number, body: string, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'text/plain; charset=utf-8'], ...headers], body: `${body}\n` };
}
