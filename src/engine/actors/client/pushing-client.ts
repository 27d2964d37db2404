import * as oauth from 'oauth4webapi';
import { queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { CLIENTS } from '../../world/clients.ts';
import { PUBLIC_JWKS } from '../../world/keys/keys.ts';
import { ISSUER } from '../../world/parties.ts';
import type { Cast } from '../cast.ts';
import { captureSent } from '../fetch-by-send.ts';
import { createRelyingParty } from './relying-party.ts';
import type { AuthorizationRequestOptions, RelyingParty } from './relying-party.ts';
import { jsonObject } from './token-outcome.ts';

/** How a push ended: with a name for the request, or refused. RFC 9126 §2.2, §2.3 */
export interface PushOutcome {
  readonly requestUri?: string | undefined;
  /** The `error` that came back. */
  readonly refused?: string | undefined;
  readonly response: HttpResponse;
}

/** What may be asked for in a pushed request. */
export interface PushOptions extends AuthorizationRequestOptions {
  /** OAuth 2.0 Form Post Response Mode §2 */
  readonly responseMode?: 'query' | 'form_post' | undefined;
}

/** A client that pushes its authorization requests. */
export interface PushingClient extends RelyingParty {
  /** Begins a login and pushes its request. RFC 9126 §2.1 */
  push(options?: PushOptions): Promise<PushOutcome>;
  /** The address that stands for a pushed request. RFC 9126 §4 */
  addressOf(requestUri: string | undefined): string;
  /** Pushes, and gives the address to open. Where the push was refused, nothing but the client id is in it. */
  authorizationRequest(options?: PushOptions): Promise<string>;
}

/** The bank portal, which must push: confidential client `bank-portal` at https://bank.lab.test. RFC 9126 §6 */
export function createBankPortal({ send, world, logins }: Pick<Cast, 'send' | 'world' | 'logins'>): PushingClient {
  const { id, secret, redirectUris } = CLIENTS.bank;
  const party = 'bank';
  const plain = createRelyingParty({
    party,
    clientId: id,
    secret,
    redirectUri: redirectUris[0],
    scope: 'openid profile invoice_read',
    issuer: ISSUER,
    keys: PUBLIC_JWKS.keys,
    send,
    world,
    memory: logins.bank,
  });
  const server = { issuer: ISSUER, pushed_authorization_request_endpoint: `${ISSUER}/par` };

  async function push({ responseMode, ...options }: PushOptions = {}): Promise<PushOutcome> {
    const parameters = queryFields(await plain.authorizationRequest(options)).map(([name, value]) => [name, value]);
    if (responseMode !== undefined) parameters.push(['response_mode', responseMode]);
    const { response } = await captureSent(party, send, (fetchOptions) =>
      oauth.pushedAuthorizationRequest(server, { client_id: id }, oauth.ClientSecretBasic(secret), parameters, fetchOptions),
    );
    const { request_uri: requestUri, error } = jsonObject(response);
    if (response.status === 201 && typeof requestUri === 'string') return { requestUri, response };
    return { refused: typeof error === 'string' ? error : `status ${response.status}`, response };
  }

  function addressOf(requestUri: string | undefined): string {
    const url = new URL(`${ISSUER}/authorize`);
    url.searchParams.set('client_id', id);
    if (requestUri !== undefined) url.searchParams.set('request_uri', requestUri);
    return url.href;
  }

  // What it inherits stays live: tokens and what came back are read from the client itself.
  return Object.assign(Object.create(plain) as RelyingParty, {
    push,
    addressOf,
    authorizationRequest: async (options?: PushOptions) => addressOf((await push(options)).requestUri),
  });
}
