import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import { acrToName } from '../../../../protocol/authentication/acr.ts';
import { late } from '../../../late.ts';
import type { Context } from '../../context.ts';
import type { AuthorizationParameters, Login } from '../../store.ts';
import { unguessable } from '../../unguessable.ts';
import { seeOther } from './see-other.ts';

/** An error that goes back to the client. RFC 6749 §4.1.2.1; OpenID Connect Core §3.1.2.6; RFC 8707 §2; RFC 9470 §5 */
export type AuthorizationError =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'access_denied'
  | 'login_required'
  | 'consent_required'
  | 'unmet_authentication_requirements'
  | 'request_not_supported'
  | 'registration_not_supported';

/** Where an answer goes, and the `state` it brings back. */
export type Return = Pick<AuthorizationParameters, 'redirectUri' | 'state' | 'responseMode'>;

const respondIn = late(async () => (await import('./response-mode.ts')).respondIn);
const frontChannelTokens = late(async () => (await import('./front-channel-tokens.ts')).frontChannelTokens);

function respond(
  request: HttpRequest,
  context: Context,
  { redirectUri, state, responseMode }: Return,
  parameters: readonly (readonly [string, string])[],
): HttpResponse | Promise<HttpResponse> {
  const { span, config } = context;
  const all = [...parameters];
  if (state !== undefined) all.push(['state', state]);
  if (span.duty('authorize.iss-returned', `iss=${config.issuer}`)) all.push(['iss', config.issuer]);
  if (responseMode) return respondIn(responseMode, request, context, redirectUri, all);
  const target = URL.parse(redirectUri);
  // What the address had before stays as it was registered, character by character. RFC 6749 §3.1.2
  if (target)
    target.search += `${target.search === '' ? '?' : '&'}${new URLSearchParams(all.map(([name, value]) => [name, value])).toString()}`;
  return seeOther(request, target?.href ?? redirectUri, context);
}

/** Sends an error back to the client. The `iss` is in it as in every answer. RFC 6749 §4.1.2.1; RFC 9207 §2 */
export function redirectError(
  request: HttpRequest,
  context: Context,
  to: Return,
  error: AuthorizationError,
  description: string,
): HttpResponse | Promise<HttpResponse> {
  return respond(request, context, to, [
    ['error', error],
    ['error_description', description],
  ]);
}

/** Issues a code and sends it to the client; tokens in its place where a retired flow is let through. RFC 6749 §4.1.2, §4.2.2 */
export async function redirectCode(
  request: HttpRequest,
  context: Context,
  parameters: AuthorizationParameters,
  login: Login,
): Promise<HttpResponse> {
  const { sub, at, acr, amr, sid } = login;
  const { relyingParties } = context.store;
  if (parameters.scope.includes('openid')) relyingParties.set(sid, new Set([...(relyingParties.get(sid) ?? []), parameters.clientId]));
  if (parameters.retired) return respond(request, context, parameters, await frontChannelTokens(context, parameters, login));
  const code = unguessable(context)();
  context.store.codes.set(code, {
    parameters,
    sub,
    authTime: at,
    acr: acrToName(acr, parameters.acr),
    amr,
    sid,
    issuedAt: context.span.now(),
  });
  return respond(request, context, parameters, [['code', code]]);
}
