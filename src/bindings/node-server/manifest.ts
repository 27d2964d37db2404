import type { CheckId } from '#engine/checks/catalogue.ts';
import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { json } from '#engine/http/problem.ts';
import { formatScope } from '#engine/protocol/authorization/scope.ts';
import { setUpClients } from '#engine/services/authorization-server/client/clients.ts';
import type { Client, User } from '#engine/services/authorization-server/client/registration.ts';
import { ROOT_CERTIFICATE } from '#engine/world/certificates/authorities.ts';
import { PEOPLE } from '#engine/world/identity-provider.ts';
import * as labKeys from '#engine/world/keys/keys.ts';
import type { Landscape } from '#engine/world/landscape.ts';
import { plainAnswer } from './answer.ts';
import { publishedIdentities } from './mutual-tls.ts';
import type { Manifest } from './manifest-schema.ts';

/** Where the authorization server's port says what is served. RFC 8615 §3 */
export const MANIFEST_PATH = '/.well-known/tokenscope';

/** What a manifest is made from. */
export interface Facts {
  readonly landscape: Pick<Landscape, 'registered' | 'gatewayData'>;
  readonly parties: readonly { readonly id: string; readonly origin: string }[];
  /** The same for those that ask for a certificate. */
  readonly secure: readonly { readonly id: string; readonly origin: string }[];
  readonly off: readonly CheckId[];
  /** Milliseconds since 1970 at which the clock stands, if it does. */
  readonly clock: number | undefined;
}

/** Every private key that is published with the world, by its `kid`. */
const PRIVATE_KEYS = new Map(Object.values(labKeys).flatMap((key) => ('d' in key && 'kid' in key ? [[key.kid, key]] : [])));

/** The keys a client signs with, private, because it is the reader who plays the client. */
function signingKeys({ jwks }: Client): Manifest['clients'][number]['jwks'] {
  return jwks && { keys: jwks.keys.map((key) => ({ ...(PRIVATE_KEYS.get(key.kid ?? '') ?? key) })) };
}

function clientEntry(client: Client): Manifest['clients'][number] {
  const jwks = signingKeys(client);
  return {
    client_id: client.id,
    client_name: client.name,
    ...(client.secret === undefined ? {} : { client_secret: client.secret }),
    token_endpoint_auth_method: client.authentication,
    grant_types: [...client.grants],
    redirect_uris: [...client.redirectUris],
    scope: formatScope(client.scopes),
    ...(client.requirePushedAuthorizationRequests ? { require_pushed_authorization_requests: true } : {}),
    ...(client.dpopBoundAccessTokens ? { dpop_bound_access_tokens: true } : {}),
    ...(jwks ? { jwks } : {}),
  };
}

/** Those who log in with a password. */
function usersOf(users: readonly User[]): Manifest['users'] {
  return users.flatMap(({ password, ...claims }) => (password === undefined ? [] : [{ username: claims.sub, password, claims }]));
}

/** Everything a script needs to speak to this landscape. */
async function manifestOf({ landscape: { registered, gatewayData }, parties, secure, off, clock }: Facts): Promise<Manifest> {
  const origins = Object.fromEntries(parties.map(({ id, origin }) => [id, origin]));
  const { routes, apiKeys } = await gatewayData();
  return {
    version: 1,
    issuer: registered.issuer,
    parties: origins,
    clients: (await setUpClients(registered)).map(clientEntry),
    users: [...usersOf(registered.users), ...usersOf(PEOPLE).map((user) => ({ ...user, issuer: origins['idp'] ?? '' }))],
    api_keys: apiKeys.map(({ key, id, app, plan, scopes, until }) => ({
      key,
      id,
      app,
      plan,
      scope: formatScope(scopes),
      ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    })),
    lab_keys: { access_token: { ...registered.keys.current().accessToken }, id_token: { ...registered.keys.current().idToken } },
    mutual_tls: {
      parties: Object.fromEntries(secure.map(({ id, origin }) => [id, origin])),
      ca: ROOT_CERTIFICATE,
      identities: publishedIdentities(),
    },
    resources: [...registered.resources],
    scopes: registered.scopes,
    routes: routes.map(({ method, path, ways = ['bearer'], scope }) => ({
      method,
      url: `${origins['gateway'] ?? ''}${path}`,
      ways: [...ways],
      ...(scope === undefined ? {} : { scope }),
    })),
    switched_off: [...off],
    ...(clock === undefined ? {} : { clock: new Date(clock).toISOString() }),
  };
}

/** Answers `GET` and `HEAD` at the manifest's address. It is no party's endpoint, so nothing of it is recorded. */
export function createManifestEndpoint(facts: Facts): (request: HttpRequest) => Promise<HttpResponse> {
  return async ({ method }) => {
    if (method === 'GET' || method === 'HEAD') return json(200, await manifestOf(facts), [['Cache-Control', 'no-store']]);
    const refused = plainAnswer(405, 'This address takes GET.');
    return { ...refused, headers: [...refused.headers, ['Allow', 'GET, HEAD']] };
  };
}
