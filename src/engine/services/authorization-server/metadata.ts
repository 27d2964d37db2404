import type { HttpResponse } from '../../http/message.ts';
import { ASSERTION_ALGORITHMS } from '../../protocol/client/assertion-algorithms.ts';
import { ACR } from '../../protocol/authentication/acr.ts';
import { DPOP_ALGORITHMS } from '../../protocol/token/dpop/dpop-algorithms.ts';
import type { Context, Endpoint } from './context.ts';
import { json } from './respond.ts';
import { GRANT_TYPES } from './token/token.ts';

/** The endpoints that a client calls itself, and so may call with its certificate. RFC 8705 §5 */
const ALIASED = {
  token_endpoint: '/token',
  pushed_authorization_request_endpoint: '/par',
  device_authorization_endpoint: '/device_authorization',
  introspection_endpoint: '/introspect',
  revocation_endpoint: '/revoke',
  userinfo_endpoint: '/userinfo',
};

/** Where they are called with a certificate, if that is another place than where browsers go. RFC 8705 §5 */
function aliases({ certificateOrigin }: Context['config']): Record<string, unknown> {
  if (certificateOrigin === undefined) return {};
  const moved = Object.entries(ALIASED).map(([name, path]) => [name, certificateOrigin + path]);
  return { mtls_endpoint_aliases: Object.fromEntries(moved) };
}

/** Methods by which a client proves itself. RFC 7591 §2; RFC 8705 §2 */
const CONFIDENTIAL = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'tls_client_auth', 'self_signed_tls_client_auth'];

/** How clients prove themselves at one endpoint. RFC 8414 §2 */
function authenticatedAt(endpoint: 'token' | 'introspection' | 'revocation', methods: readonly string[]): Record<string, unknown> {
  return {
    [`${endpoint}_endpoint_auth_methods_supported`]: methods,
    [`${endpoint}_endpoint_auth_signing_alg_values_supported`]: ASSERTION_ALGORITHMS,
  };
}

/** What clients of both kinds need to know. RFC 8414 §2 */
export function common({ config, span }: Context): Record<string, unknown> {
  const { issuer, scopes } = config;
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    pushed_authorization_request_endpoint: `${issuer}/par`,
    registration_endpoint: `${issuer}/register`,
    device_authorization_endpoint: `${issuer}/device_authorization`,
    jwks_uri: `${issuer}/jwks`,
    scopes_supported: Object.keys(scopes),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post', 'web_message'],
    grant_types_supported: GRANT_TYPES,
    ...authenticatedAt('token', [...CONFIDENTIAL, 'none']),
    introspection_endpoint: `${issuer}/introspect`,
    ...authenticatedAt('introspection', CONFIDENTIAL),
    introspection_signing_alg_values_supported: [config.keys.current().idToken.alg],
    revocation_endpoint: `${issuer}/revoke`,
    ...authenticatedAt('revocation', [...CONFIDENTIAL, 'none']),
    acr_values_supported: Object.values(ACR),
    tls_client_certificate_bound_access_tokens: true,
    ...aliases(config),
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    request_parameter_supported: false,
    // Left out, it would mean true. A request that was pushed is taken all the same. RFC 9126 §5; OpenID Connect Discovery §3
    request_uri_parameter_supported: false,
    // A promise that is not kept would have every careful client refuse every answer. RFC 9207 §2.4
    authorization_response_iss_parameter_supported: !span.isOff('authorize.iss-returned'),
  };
}

/** Pages of other origins get one header more, so what a cache keeps for others is not for them. RFC 9110 §12.5.5 */
export function cacheable(body: unknown): HttpResponse {
  return json(200, body, [
    ['Cache-Control', 'public, max-age=300'],
    ['Vary', 'Origin'],
  ]);
}

/** What an OAuth client needs to know. RFC 8414 §2, §3 */
export const authorizationServerMetadata: Endpoint = (_request, context) => cacheable(common(context));

/** The public keys that verify now and next, told apart by `kid`. RFC 7517 §5 */
export const jwks: Endpoint = async (_request, { config, span }) => cacheable({ keys: await config.keys.published(span.now()) });
