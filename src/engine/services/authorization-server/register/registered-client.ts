import { base64url } from '../../../http/encoding.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { parseScope } from '../../../protocol/authorization/scope.ts';
import type { ClientMetadata, RegistrationOffer } from '../../../protocol/registration/client-metadata.ts';
import { createKeySet } from '../../resource-server/key-set.ts';
import type { KeySet } from '../../resource-server/key-set.ts';
import type { Context } from '../context.ts';
import { endAllOfClient } from '../revocation/end-access-tokens.ts';
import type { FetchedParts } from './fetched-parts.ts';
import type { Client, ClientAuthenticationMethod } from '../client/registration.ts';

/** Seconds after which a client that registered itself is forgotten. */
const REGISTRATION_LIFETIME = 86_400;

/** How a client that registers itself may prove itself. RFC 7591 §2 */
const METHODS: readonly ClientAuthenticationMethod[] = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'];

/** The grants such a client may use; what needs a policy of the operator is not among them. */
const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'];

/** The scopes such a client may ask its users for: nobody has vouched for it, so it reads and writes nothing of theirs but a profile and invoices. */
const SCOPES = ['openid', 'profile', 'email', 'invoice_read'];

/** A client that has registered itself. RFC 7591 §3.2.1; RFC 7592 §3 */
export interface RegisteredClient {
  readonly client: Client;
  readonly metadata: ClientMetadata;
  readonly registrationAccessToken: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly until: number;
  /** Its keys where it names an address for them: read again where one is not known. RFC 7591 §2 */
  readonly keySet?: KeySet | undefined;
}

/** What this server offers to clients that register themselves. */
export function offerOf({ config }: Context): RegistrationOffer {
  return { grantTypes: GRANTS, authenticationMethods: METHODS, scopes: SCOPES.filter((scope) => Object.hasOwn(config.scopes, scope)) };
}

function clientOf(context: Context, id: string, metadata: ClientMetadata, parts: FetchedParts, secret: string | undefined): Client {
  const method = METHODS.find((known) => known === metadata.token_endpoint_auth_method) ?? 'client_secret_basic';
  const jwks = metadata.jwks ?? parts.jwks;
  const usesSecret = method === 'client_secret_basic' || method === 'client_secret_post';
  return {
    id,
    name: metadata.client_name ?? id,
    authentication: method,
    ...(usesSecret ? { secret: secret ?? base64url(context.span.random(32)) } : {}),
    ...(jwks ? { jwks } : {}),
    ...(parts.logo === undefined ? {} : { logo: parts.logo }),
    redirectUris: metadata.redirect_uris,
    scopes: parseScope(metadata.scope),
    grants: metadata.grant_types,
    trusted: false,
    ...(metadata.require_pushed_authorization_requests ? { requirePushedAuthorizationRequests: true } : {}),
    ...(metadata.dpop_bound_access_tokens ? { dpopBoundAccessTokens: true } : {}),
    ...(metadata.tls_client_certificate_bound_access_tokens ? { tlsClientCertificateBoundAccessTokens: true } : {}),
  };
}

function keySetOf({ jwks_uri: jwksUri }: ClientMetadata, { jwks }: Client): KeySet | undefined {
  return jwksUri === undefined ? undefined : createKeySet({ jwksUri, keys: jwks?.keys });
}

/** Registers a client under a new id, with a new secret where its method uses one. RFC 7591 §3.2.1 */
export function registerClient(context: Context, metadata: ClientMetadata, parts: FetchedParts): RegisteredClient {
  const { span, store } = context;
  const now = span.now();
  const id = base64url(span.random(12));
  const client = clientOf(context, id, metadata, parts, undefined);
  const registered = {
    client,
    keySet: keySetOf(metadata, client),
    metadata,
    registrationAccessToken: base64url(span.random(32)),
    issuedAt: now,
    until: now + REGISTRATION_LIFETIME * 1000,
  };
  store.registered.set(id, registered);
  return registered;
}

/** Puts new metadata in the place of the old; id, secret and token stay. RFC 7592 §2.2 */
export function updateClient(context: Context, old: RegisteredClient, metadata: ClientMetadata, parts: FetchedParts): RegisteredClient {
  const client = clientOf(context, old.client.id, metadata, parts, old.client.secret);
  const updated = { ...old, metadata, client, keySet: keySetOf(metadata, client) };
  context.store.registered.set(old.client.id, updated);
  return updated;
}

/** Forgets a client and ends all that was given to it: grants, codes, consents and tokens, of which resource servers are told. RFC 7592 §2.3 */
export async function deleteClient(context: Context, { client }: RegisteredClient): Promise<void> {
  const { store } = context;
  store.registered.delete(client.id);
  for (const family of store.families.values()) if (family.clientId === client.id) family.revoked = true;
  for (const [code, { parameters }] of store.codes) if (parameters.clientId === client.id) store.codes.delete(code);
  for (const key of store.consents.keys()) if (key.endsWith(` ${client.id}`)) store.consents.delete(key);
  await endAllOfClient(context, client.id);
}

/** What a client is told of its registration: all of it, secrets included. RFC 7591 §3.2.1; RFC 7592 §3 */
export function clientInformation(
  { config }: Context,
  { client, metadata, registrationAccessToken, issuedAt, until }: RegisteredClient,
): JsonObject {
  const uri = `${config.issuer}/register/client?${new URLSearchParams({ client_id: client.id }).toString()}`;
  return {
    client_id: client.id,
    client_id_issued_at: Math.floor(issuedAt / 1000),
    ...(client.secret === undefined ? {} : { client_secret: client.secret, client_secret_expires_at: Math.floor(until / 1000) }),
    registration_access_token: registrationAccessToken,
    registration_client_uri: uri,
    ...metadata,
  };
}
