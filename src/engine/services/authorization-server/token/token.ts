import { DEVICE_GRANT } from '../device/device-grant-type.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { CLIENT_CHECKS, authenticateClient } from '../client/client-authentication.ts';
import type { Context, Endpoint } from '../context.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import { isConfidential } from '../client/registration.ts';
import type { Client } from '../client/registration.ts';
import { oauthError } from '../respond.ts';
import { authorizationCode } from './authorization-code.ts';
import type { Grant } from './grant.ts';
import { late } from '../../late.ts';

/** No client has it, and no metadata names it: it is reached where a check is off. RFC 9700 §2.4 */
const RETIRED_GRANT = 'password';

const GRANTS: ReadonlyMap<string, Grant> = new Map(
  Object.entries<Grant>({
    authorization_code: authorizationCode,
    refresh_token: late(() => import('./refresh-token.ts').then(({ refreshToken }) => refreshToken)),
    'urn:ietf:params:oauth:grant-type:token-exchange': late(() =>
      import('./exchange/token-exchange.ts').then(({ tokenExchange }) => tokenExchange),
    ),
    client_credentials: late(() => import('./client-credentials.ts').then(({ clientCredentials }) => clientCredentials)),
    [RETIRED_GRANT]: late(async () => (await import('./password.ts')).password),
    [DEVICE_GRANT]: late(async () => (await import('../device/device-code.ts')).deviceCode),
  }),
);

/** The grant types that are served. RFC 8414 §2 */
export const GRANT_TYPES: readonly string[] = [...GRANTS.keys()].filter((type) => type !== RETIRED_GRANT);
const underCertificate = late(async () => (await import('./certificate-bound.ts')).underCertificate);
const underDpop = late(async () => (await import('./dpop.ts')).underDpop);

function grantAllowed(type: string | undefined, client: Client): Finding {
  const expected = client.grants.join(' or ') || 'no grant at all';
  if (type === undefined) return failed(expected, 'no grant_type in a form', 'the request names no grant_type');
  if (!GRANTS.has(type)) return failed(expected, type, 'it does not know that grant');
  if (type === RETIRED_GRANT) return failed(expected, type, 'that grant shows the password to the app');
  if (type === 'client_credentials' && !isConfidential(client))
    return failed('a confidential client', type, 'a public client proves nothing');
  return { passed: client.grants.includes(type), expected, received: type };
}

/** The token endpoint. RFC 6749 §3.2, §5 */
export const token: Endpoint = async (request, context) => {
  const { span } = context;
  span.plan('http.parameter-once', ...CLIENT_CHECKS, 'token.grant-allowed');
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const authenticated = await authenticateClient(request, fields, context);
  if (!once) return oauthError(span, { status: 400, error: 'invalid_request', description: 'A parameter was sent more than once.' });
  if ('refusal' in authenticated) return oauthError(span, authenticated.refusal);

  const { client } = authenticated;
  const type = parameter(fields, 'grant_type');
  const allowed = span.check('token.grant-allowed', grantAllowed(type, client));
  if (type === undefined) return oauthError(span, { status: 400, error: 'invalid_request', description: 'grant_type is missing.' });
  const grant = GRANTS.get(type);
  if (!grant || (type === RETIRED_GRANT && !allowed))
    return oauthError(span, { status: 400, error: 'unsupported_grant_type', description: 'This grant type is not supported.' });
  if (!allowed)
    return oauthError(span, { status: 400, error: 'unauthorized_client', description: 'This client may not use this grant type.' });
  const proceed = (proven: Context): Promise<HttpResponse> => Promise.resolve(grant({ fields, client, context: proven }));
  const withKey = (proven: Context): Promise<HttpResponse> =>
    client.dpopBoundAccessTokens === true || header(request, 'dpop') !== undefined
      ? underDpop(request, client, proven, proceed)
      : proceed(proven);
  return client.tlsClientCertificateBoundAccessTokens === true ? underCertificate(request, context, withKey) : withKey(context);
};
