import { PROMPTS } from '../../protocol/authorization/prompt.ts';
import { CONTENT_ENCRYPTION } from '../../protocol/jwe/content-encryption.ts';
import type { Context, Endpoint } from './context.ts';
import { cacheable, common } from './metadata.ts';

/** How ID tokens are sealed for the clients that registered a key for it. OpenID Connect Discovery §3 */
function sealing({ idTokenSealing: algorithms = [] }: Context['config']): Record<string, unknown> {
  return algorithms.length === 0
    ? {}
    : { id_token_encryption_alg_values_supported: algorithms, id_token_encryption_enc_values_supported: [CONTENT_ENCRYPTION] };
}

/** What an OpenID Connect client needs to know. OpenID Connect Discovery §3, §4 */
export const openidConfiguration: Endpoint = (_request, context) =>
  cacheable({
    ...common(context),
    userinfo_endpoint: `${context.config.issuer}/userinfo`,
    end_session_endpoint: `${context.config.issuer}/logout`,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [context.config.keys.current().idToken.alg],
    ...sealing(context.config),
    claims_supported: [
      'iss',
      'sub',
      'aud',
      'exp',
      'iat',
      'auth_time',
      'acr',
      'sid',
      'amr',
      'nonce',
      'at_hash',
      'name',
      'preferred_username',
      'email',
      'email_verified',
    ],
    prompt_values_supported: PROMPTS,
    claims_parameter_supported: true,
  });
