import type { JWK } from 'jose';
import type { ResponseMode } from '../../../protocol/authorization/response-type.ts';
import type { RegisteredSubject } from '../../../protocol/client/client-certificate.ts';
import type { OpeningPolicy } from '../../../protocol/jwe/jwe-rules.ts';
import type { SealingKey } from '../../../protocol/jwe/seal-token.ts';
import type { LabKey } from '../keys/signing-key.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { LinkedAccount } from '../../../protocol/relying-party/account-key.ts';
import type { IssuerRegistration } from '../../relying-party/redeem.ts';

/** How a client proves itself at the token endpoint. RFC 7591 §2 */
export type ClientAuthenticationMethod =
  'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'tls_client_auth' | 'self_signed_tls_client_auth' | 'none';

/** What a service may do with the tokens it is sent. RFC 8693 §2.2.2 leaves this to the server's policy. */
export interface ExchangePolicy {
  /** The audiences under which it is called: access tokens for one of these are sent to it. */
  readonly receives: readonly string[];
  /** Clients whose ID tokens it may present; of other clients it takes none. */
  readonly loginsOf: readonly string[];
  /** Resource indicators of the APIs it may get tokens for; the first is meant where a request names none. RFC 8707 §2 */
  readonly targets: readonly [string, ...string[]];
}

/** An API that only a token exchange gives tokens for. */
export interface ExchangeTarget {
  /** RFC 8707 §2 */
  readonly resource: string;
  /** Its logical name in `audience`, and the client it is itself where it calls on. RFC 8693 §2.1 */
  readonly name: string;
}

/** A token inside a token: for which API, what it may open there, and the service that will send it. */
export interface EmbeddedToken {
  readonly resource: string;
  readonly scope: readonly string[];
  readonly actor: string;
}

/** A registered client. RFC 7591 §2 */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly authentication: ClientAuthenticationMethod;
  /** Only a confidential client has one, and only where its method uses it. */
  readonly secret?: string;
  /** The one name by which a certificate is this client's, for `tls_client_auth`. RFC 8705 §2.1.2 */
  readonly tlsClientAuth?: RegisteredSubject;
  /** The public keys with which a client's own signatures verify, or its own certificates in `x5c`. RFC 7591 §2; RFC 8705 §2.2.2 */
  readonly jwks?: { readonly keys: readonly JWK[] };
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly grants: readonly string[];
  /** Whether it always binds its tokens to a DPoP key, so that a request without a proof is refused. RFC 9449 §5.2 */
  readonly dpopBoundAccessTokens?: boolean;
  /** Whether its access tokens are bound to the certificate it presents. RFC 8705 §3.4 */
  readonly tlsClientCertificateBoundAccessTokens?: boolean;
  /** How it may have its answers; in the query where nothing is said. OAuth 2.0 Multiple Response Types §2.1 */
  readonly responseModes?: readonly ResponseMode[];
  /** Whether its access tokens can be read (`jwt`, as without it) or are only names for what is kept here. RFC 9068 §1; RFC 6749 §1.4 */
  readonly accessTokenFormat?: 'jwt' | 'opaque' | 'sealed';
  /** The algorithm its access tokens are signed with, where it is not the usual one. */
  readonly accessTokenAlg?: 'ES256';
  /** Its own public key, to which its ID tokens are sealed after they were signed. OpenID Connect Registration §2 */
  readonly idTokenSeal?: SealingKey;
  /** Its logo, as a `data:` address. RFC 7591 §2 */
  readonly logo?: string;
  /** Whether it must push its authorization requests. RFC 9126 §6 */
  readonly requirePushedAuthorizationRequests?: boolean;
  /** False where nobody has vetted it, so that its address is not one to send people to. RFC 9700 §4.11.2 */
  readonly trusted?: boolean;
  /** Where it may have users sent after a logout. RP-Initiated Logout §3.1 */
  readonly postLogoutRedirectUris?: readonly string[];
  /** Where it takes logout tokens. Back-Channel Logout §2.2 */
  readonly backchannelLogoutUri?: string;
  /** The resources it answers for, where it is a resource server: it may ask about their tokens. RFC 7662 §2.1 */
  readonly serves?: readonly string[];
  /** Tokens that its access tokens bring inside, for APIs behind the one it calls. */
  readonly embeds?: readonly EmbeddedToken[];
  /** Only a service that may exchange tokens has one. */
  readonly exchange?: ExchangePolicy;
}

/** Somebody who can log in, and what tokens say about them. */
export interface User {
  /** User name and subject identifier at once. */
  readonly sub: string;
  /** Who has none logs in with another identity provider only. */
  readonly password?: string;
  readonly name: string;
  readonly email: string;
  readonly department: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  /** The secret of the user's authenticator, in base32; without one there is no second factor. RFC 6238 §4 */
  readonly authenticator?: string;
  /** Known for the payroll, and no matter of any API here: a month's pay in euros, and where the user lives. */
  readonly salary?: number;
  readonly address?: string;
  /** Accounts elsewhere with which this user may log in. OpenID Connect Core §5.7 */
  readonly linked?: readonly LinkedAccount[];
}

/** Another identity provider whose users may log in here. */
export interface Upstream {
  /** On the button. */
  readonly name: string;
  /** Whether its metadata promises `iss` in its responses. RFC 9207 §3 */
  readonly issuerPromised: boolean;
  /** Fetched with the first login. */
  readonly registration: () => Promise<IssuerRegistration>;
}

/** A refresh token that was given out before the world began. */
export interface EarlierGrant {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly sub: string;
  readonly scope: readonly string[];
}

/** A resource server that is told which tokens were taken back. */
export interface RevocationListener {
  readonly url: string;
  /** Whose tokens it takes: their `aud`. */
  readonly resources: readonly string[];
}

/** Everything an authorization server is set up with. */
export interface AuthorizationServerConfig {
  readonly issuer: string;
  /** The registered clients that are at hand. */
  readonly clients: readonly Client[];
  /** The others. */
  readonly furtherClients?: (() => Promise<readonly Client[]>) | undefined;
  readonly users: readonly User[];
  /** Resource indicators of the APIs it issues tokens for; the first is meant where a request names none. RFC 8707 §2 */
  readonly resources: readonly [string, ...string[]];
  /** What each scope allows, in words for the consent page. */
  readonly scopes: Readonly<Record<string, string>>;
  /** The keys that sign, and those around them. */
  readonly keys: KeyRing;
  /** Signs access tokens for clients that ask for ES256. */
  readonly curveKey?: LabKey;
  /** How it opens what is sealed to it, and the public keys to which it seals the tokens for a resource. RFC 7516 */
  readonly seals?: (() => Promise<{ readonly opening: OpeningPolicy; readonly of: Readonly<Record<string, SealingKey>> }>) | undefined;
  /** With which algorithms ID tokens are sealed for clients that registered a key for it. OpenID Connect Discovery §3 */
  readonly idTokenSealing?: readonly string[];
  readonly earlierGrants?: readonly EarlierGrant[];
  readonly upstream?: Upstream;
  /** Origins it may call where a client or a request names an address. OWASP API7:2023 */
  readonly outboundOrigins?: readonly string[];
  /** Names under which hosts inside this network are. */
  readonly internalDomains?: readonly string[];
  readonly exchangeTargets?: readonly ExchangeTarget[];
  readonly revocationListeners?: readonly RevocationListener[];
  /** Where it asks for certificates, if that is another origin than the issuer's, where no browser is to be asked for one. RFC 8705 §5 */
  readonly certificateOrigin?: string | undefined;
  /** Is told which certificates of its own a client has registered, in base64, as whoever ends TLS has to know them. RFC 8705 §2.2 */
  readonly certificatesOf?: ((clientId: string, certificates: readonly string[]) => void) | undefined;
  /** JWK Sets of clients that registered certificates, by client id: fetched with the first certificate that is judged. RFC 8705 §2.2.2 */
  readonly certificateKeys?: (() => Promise<Readonly<Record<string, { readonly keys: readonly JWK[] }>>>) | undefined;
}

/** A public client cannot keep a secret. RFC 6749 §2.1 */
export function isConfidential(client: Client): boolean {
  return client.authentication !== 'none';
}
