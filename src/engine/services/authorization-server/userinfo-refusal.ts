import type { CheckId } from '../../checks/catalogue.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { TokenScheme } from '../../protocol/message/bearer.ts';
import { tokenChallenge, tokenChallenges } from '../resource-server/token-challenge.ts';
import type { Context } from './context.ts';
import { privateJson } from './respond.ts';

const REALM = 'UserInfo';

type TokenError = 'invalid_request' | 'invalid_token' | 'insufficient_scope' | 'invalid_dpop_proof' | 'use_dpop_nonce';

/** RFC 6750 §3.1: the error, and nothing but the realm where no credential came. A 401 lists both schemes. RFC 9449 §7.2 */
export function refuseUserinfo(
  { span }: Context,
  scheme: TokenScheme,
  status: 400 | 401 | 403,
  error?: TokenError,
  description?: string,
): HttpResponse {
  const told = { realm: REALM, error, error_description: description, scope: error === 'insufficient_scope' ? 'openid' : undefined };
  const challenges = status === 401 ? tokenChallenges(scheme, told, { realm: REALM }) : [tokenChallenge(scheme, told)];
  return privateJson(span, status, error === undefined ? {} : { error, error_description: description }, challenges);
}

/** The error for the first check of who sends the token that failed. RFC 9449 §7.1, §9 */
function senderError(refused: CheckId): TokenError {
  if (refused === 'dpop.nonce') return 'use_dpop_nonce';
  return refused === 'dpop.key-binding' || refused === 'dpop.scheme' || refused === 'mtls.token-binding'
    ? 'invalid_token'
    : 'invalid_dpop_proof';
}

/** The answer where a bound token is sent by somebody else than it is bound to. */
export function refuseSender(context: Context, scheme: TokenScheme, refused: CheckId): HttpResponse {
  return refuseUserinfo(context, scheme, 401, senderError(refused), 'The access token is not sent by whom it is bound to.');
}
