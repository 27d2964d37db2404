import { ask, form, jsonBody } from '../../../../../tests/rehearsal.ts';
import type { Cast } from '../../../actors/cast.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import type { LabKey } from '../keys/signing-key.ts';
import type { Header, HttpRequest, HttpResponse } from '../../../http/message.ts';

export const REGISTER = 'https://as.lab.test/register';

/** What a right client registers. */
export const METADATA = {
  client_name: 'Invoice charts',
  redirect_uris: ['https://evil.lab.test/callback'],
  client_uri: 'https://evil.lab.test/',
  scope: 'openid invoice_read',
};

/** A request with JSON. */
export function jsonRequest(method: string, url: string, body: unknown, headers: readonly Header[] = []): HttpRequest {
  return { method, url, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(body) };
}

/** Registers a client, with some members changed; undefined takes one away. */
export function registering(cast: Cast, changes: Readonly<Record<string, unknown>> = {}): Promise<HttpResponse> {
  return ask(cast, jsonRequest('POST', REGISTER, { ...METADATA, ...changes }), 'attacker');
}

/** A client that is registered, as it was told. */
export interface Told {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly registration_access_token: string;
  readonly registration_client_uri: string;
  readonly [member: string]: unknown;
}

/** Registers a client and gives what it was told. */
export async function registered(cast: Cast, changes: Readonly<Record<string, unknown>> = {}): Promise<Told> {
  return jsonBody(await registering(cast, changes)) as Told;
}

/** Asks the client configuration endpoint of a client. */
export function configure(
  cast: Cast,
  told: Told,
  method: string,
  body?: unknown,
  token = told.registration_access_token,
): Promise<HttpResponse> {
  const authorization: Header = ['Authorization', `Bearer ${token}`];
  const url = told.registration_client_uri;
  return ask(
    cast,
    body === undefined ? { method, url, headers: [authorization] } : jsonRequest(method, url, body, [authorization]),
    'attacker',
  );
}

/** What a machine client registers that publishes its keys: those of the issuer, as their private halves are known here. */
export const PUBLISHING = {
  jwks_uri: 'https://as.lab.test/jwks',
  token_endpoint_auth_method: 'private_key_jwt',
  grant_types: ['client_credentials'],
  scope: 'invoice_read',
};

/** A registered client asks for a token with an assertion that this key has signed. */
export async function proveByKey(cast: Cast, id: string, key: LabKey): Promise<HttpResponse> {
  const now = Math.floor(cast.world.clock.now() / 1000);
  const claims = { iss: id, sub: id, aud: 'https://as.lab.test', jti: `${key.kid}-${now}`, iat: now, exp: now + 60 };
  const fields = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signCompact({ alg: key.alg, kid: key.kid }, claims, key),
  };
  return ask(cast, form('https://as.lab.test/token', fields), 'attacker');
}
