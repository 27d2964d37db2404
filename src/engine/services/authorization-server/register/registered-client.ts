import { base64url } from '../../../http/encoding.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { parseScope } from '../../../protocol/authorization/scope.ts';
import type { RegisteredSubject } from '../../../protocol/client/client-certificate.ts';
import { CERTIFICATE_NAMES } from '../../../protocol/registration/certificate-name.ts';
import { holdsCertificate } from '../../../protocol/registration/client-metadata.ts';
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
const METHODS: readonly ClientAuthenticationMethod[] = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
];

/** The grants such a client may use; what needs a policy of the operator is not among them. */
const GRANTS = ['authorization_code', 'refresh_token', 'client_credentials', 'urn:ietf:params:oauth:grant-type:device_code'];

/** The scopes such a client may ask its users for: nobody has vouched for it, so it reads and writes nothing of theirs but a profile and invoices. */
const SCOPES = ['openid', 'profile', 'email', 'invoice_read'];

const BY: readonly RegisteredSubject['by'][] = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'];

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

/** The name by which a certificate is the client's. RFC 8705 §2.1.2 */
function certificateName(metadata: ClientMetadata): RegisteredSubject | undefined {
  const name = CERTIFICATE_NAMES.find((one) => metadata[one] !== undefined);
  const by = BY.find((one) => name === `tls_client_auth_${one}`);
  return name && by ? { by, value: metadata[name] ?? '' } : undefined;
}

function clientOf(context: Context, id: string, metadata: ClientMetadata, parts: FetchedParts, secret: string | undefined): Client {
  const method = METHODS.find((known) => known === metadata.token_endpoint_auth_method) ?? 'client_secret_basic';
  const jwks = metadata.jwks ?? parts.jwks;
  const tlsClientAuth = certificateName(metadata);
  const usesSecret = method === 'client_secret_basic' || method === 'client_secret_post';
  return {
    id,
    name: metadata.client_name ?? id,
    authentication: method,
    ...(usesSecret ? { secret: secret ?? base64url(context.span.random(32)) } : {}),
    ...(jwks ? { jwks } : {}),
    ...(tlsClientAuth ? { tlsClientAuth } : {}),
    ...(metadata.post_logout_redirect_uris ? { postLogoutRedirectUris: metadata.post_logout_redirect_uris } : {}),
    ...(metadata.backchannel_logout_uri === undefined ? {} : { backchannelLogoutUri: metadata.backchannel_logout_uri }),
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

/** Tells the network whose certificates a client that made its own presents; with none, that there are none any more. RFC 8705 §2.2 */
function tellCertificates({ config }: Context, { id, authentication, jwks }: Client): void {
  const own = authentication === 'self_signed_tls_client_auth' ? (jwks?.keys ?? []).filter(holdsCertificate) : [];
  config.certificatesOf?.(
    id,
    own.flatMap(({ x5c }) => x5c?.slice(0, 1) ?? []),
  );
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
  tellCertificates(context, client);
  return registered;
}

/** Puts new metadata in the place of the old; id, secret and token stay. RFC 7592 §2.2 */
export function updateClient(context: Context, old: RegisteredClient, metadata: ClientMetadata, parts: FetchedParts): RegisteredClient {
  const client = clientOf(context, old.client.id, metadata, parts, old.client.secret);
  const updated = { ...old, metadata, client, keySet: keySetOf(metadata, client) };
  context.store.registered.set(old.client.id, updated);
  tellCertificates(context, client);
  return updated;
}

/** Forgets a client and ends all that was given to it: grants, codes, consents and tokens, of which resource servers are told. RFC 7592 §2.3 */
export async function deleteClient(context: Context, { client }: RegisteredClient): Promise<void> {
  const { store } = context;
  store.registered.delete(client.id);
  context.config.certificatesOf?.(client.id, []);
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
