import type { CheckId } from '#engine/checks/catalogue.ts';
import type { HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { json } from '#engine/http/problem.ts';
import { formatScope } from '#engine/protocol/authorization/scope.ts';
import type { Landscape } from '#engine/world/landscape.ts';
import { plainAnswer } from './answer.ts';
import type { Manifest } from './manifest-schema.ts';

/** Where the authorization server's port says what is served. RFC 8615 §3 */
export const MANIFEST_PATH = '/.well-known/tokenscope';

/** What a manifest is made from. */
export interface Facts {
  readonly landscape: Pick<Landscape, 'registered' | 'routes'>;
  readonly parties: readonly { readonly id: string; readonly origin: string }[];
  readonly off: readonly CheckId[];
  /** Milliseconds since 1970 at which the clock stands, if it does. */
  readonly clock: number | undefined;
}

/** Everything a script needs to speak to this landscape. */
export function manifestOf({ landscape: { registered, routes }, parties, off, clock }: Facts): Manifest {
  const origins = Object.fromEntries(parties.map(({ id, origin }) => [id, origin]));
  return {
    version: 1,
    issuer: registered.issuer,
    parties: origins,
    clients: registered.clients.map((client) => ({
      client_id: client.id,
      client_name: client.name,
      ...(client.secret === undefined ? {} : { client_secret: client.secret }),
      token_endpoint_auth_method: client.authentication,
      grant_types: [...client.grants],
      redirect_uris: [...client.redirectUris],
      scope: formatScope(client.scopes),
    })),
    users: registered.users.map(({ password, ...claims }) => ({ username: claims.sub, password, claims })),
    api_keys: [],
    lab_keys: { access_token: { ...registered.accessTokenKey }, id_token: { ...registered.idTokenKey } },
    resources: [...registered.resources],
    scopes: registered.scopes,
    routes: routes.map(({ method, path, scope }) => ({
      method,
      url: `${origins['gateway'] ?? ''}${path}`,
      ...(scope === undefined ? {} : { scope }),
    })),
    switched_off: [...off],
    ...(clock === undefined ? {} : { clock: new Date(clock).toISOString() }),
  };
}

/** Answers `GET` and `HEAD` at the manifest's address. It is no party's endpoint, so nothing of it is recorded. */
export function createManifestEndpoint(facts: Facts): (request: HttpRequest) => HttpResponse {
  const answer = json(200, manifestOf(facts), [['Cache-Control', 'no-store']]);
  return ({ method }) => {
    if (method === 'GET' || method === 'HEAD') return answer;
    const refused = plainAnswer(405, 'This address takes GET.');
    return { ...refused, headers: [...refused.headers, ['Allow', 'GET, HEAD']] };
  };
}
