import type { Client } from './client/registration.ts';
import type { ResponseMode, RetiredResponse } from '../../protocol/authorization/response-type.ts';
import type { CodeChallenge } from '../../protocol/authorization/pkce.ts';
import type { DeviceAuthorization } from './device/device-authorization.ts';
import type { WrongUserCode } from './device/throttle.ts';
import type { PushedRequest } from './pushed/pushed-request.ts';
import type { RegisteredClient } from './register/registered-client.ts';
import type { LoginMemory } from '../ledger-app/login-memory.ts';
import type { LinkedAccount } from '../../protocol/relying-party/account-key.ts';
import type { IssuerRegistration } from '../relying-party/redeem.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { createRevokedTokens } from '../resource-server/revocation/revoked-tokens.ts';
import type { RevokedTokens } from '../resource-server/revocation/revoked-tokens.ts';
import { TOKEN_LIFETIME } from './token/claims.ts';
import { BoundedMap } from '../bounded-map.ts';
import { createProofMemory } from '../dpop/proof-memory.ts';
import type { ProofMemory } from '../dpop/proof-memory.ts';

/** How and when somebody logged in, as tokens say it. OpenID Connect Core §2; RFC 9470 §6 */
export interface Authentication {
  /** When the user logged in, in milliseconds since 1970; undefined where the client acts for itself. */
  readonly authTime?: number | undefined;
  readonly acr?: string | undefined;
  readonly amr?: readonly string[] | undefined;
  /** The session of the user here, as clients may know it. Back-Channel Logout §2.1 */
  readonly sid?: string | undefined;
}

/** Claims that a client asked for by name. OpenID Connect Core §5.5 */
export interface RequestedClaims {
  readonly userinfo: readonly string[];
  readonly idToken: readonly string[];
}

/** What a client asked for, once it has passed the checks of the authorization endpoint. RFC 6749 §4.1.1 */
export interface AuthorizationParameters {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  readonly prompt: readonly string[];
  /** Seconds. */
  readonly maxAge?: number | undefined;
  readonly loginHint?: string | undefined;
  /** Authentication context classes of which the login must have one; any will do where there are none. */
  readonly acr?: readonly string[] | undefined;
  readonly claims?: RequestedClaims | undefined;
  /** The one user who will do, where the request names one. OpenID Connect Core §3.1.2.1, §5.5.1 */
  readonly subject?: string | undefined;
  readonly challenge?: CodeChallenge | undefined;
  /** Tokens that the answer brings in the place of a code; only where that check is off. */
  readonly retired?: readonly RetiredResponse[] | undefined;
  /** How the answer goes back; undefined means in the query. */
  readonly responseMode?: Exclude<ResponseMode, 'query'> | undefined;
  /** Thumbprint of the DPoP key that alone may redeem the code. RFC 9449 §10 */
  readonly dpopKey?: string | undefined;
}

/** A browser's session here. `sub` is there once somebody has logged in; times are milliseconds since 1970. */
export interface Session {
  readonly id: string;
  readonly formToken: string;
  /** The one of the session before the login: a login form that is still open in another tab holds it. It stands for nothing else. */
  readonly loginFormToken?: string | undefined;
  readonly login?: Login | undefined;
  readonly openedAt: number;
  /** When it was used for the last time. */
  seenAt: number;
}

/** Scopes that a user has allowed a client, and when for the last time, in milliseconds since 1970. */
export interface Consent {
  readonly scopes: ReadonlySet<string>;
  readonly at: number;
}

/** Who has logged in, when, and how. RFC 8176 §2 names the methods. */
export interface Login {
  readonly sub: string;
  readonly at: number;
  readonly acr?: string | undefined;
  readonly amr?: readonly string[] | undefined;
  /** Names the session in ID tokens and logout tokens. It is not the cookie, and opens nothing. Back-Channel Logout §2.1 */
  readonly sid: string;
}

/** A login that was begun at another identity provider. */
export interface Federation {
  /** What was sent there, to compare with what comes back. */
  readonly memory: LoginMemory;
  /** What waits here for the login. */
  readonly pendingId: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What another identity provider has said of itself. OpenID Connect Discovery §3 */
export interface Provider {
  readonly registration: IssuerRegistration;
  /** Whether it promises `iss` in its responses. RFC 9207 §3 */
  readonly promised: boolean;
  readonly jwksUri: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
}

/** A login elsewhere that belongs to no account here yet. */
export interface Unlinked {
  readonly account: LinkedAccount;
  /** What waits here for the login. */
  readonly pendingId: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** A logout that waits until the user confirms it. RP-Initiated Logout §2 */
export interface PendingLogout {
  readonly sessionId: string;
  /** Where to go afterwards, judged before. */
  readonly returnTo?: string | undefined;
}

/** What waits until somebody has logged in, bound to the session it came in. */
export interface AwaitingLogin {
  readonly id: string;
  sessionId: string;
  /** Until when the login counts as new that somebody has made for this very request, in milliseconds since 1970; 0 where nobody has. */
  freshUntil: number;
  /** The path that goes on with it after the login. */
  readonly resumeAt: string;
  readonly parameters: Pick<AuthorizationParameters, 'clientId' | 'loginHint'>;
}

/** An authorization request that waits for login or consent. */
export interface PendingRequest extends AwaitingLogin {
  readonly parameters: AuthorizationParameters;
  /** Who asks, as it was registered then: from here on nothing may be looked up between two steps of one request. */
  readonly client: Client;
  /** Wrong one-time codes that were typed for it. */
  wrongCodes?: number | undefined;
}

/** A device whose user is about to answer. RFC 8628 §3.3 */
export interface WaitingDevice extends AwaitingLogin {
  readonly deviceCode: string;
}

/** An authorization code, kept after use so that a second use is noticed. RFC 6749 §4.1.2 */
export interface AuthorizationCode extends Authentication {
  readonly parameters: AuthorizationParameters;
  readonly sub: string;
  readonly issuedAt: number;
  /** The family of refresh tokens its first use began. */
  spentOn?: string | undefined;
}

/** All refresh tokens that descend from one authorization. RFC 9700 §4.14.2 */
export interface RefreshFamily extends Authentication {
  readonly id: string;
  readonly clientId: string;
  readonly sub: string;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  /** Claims that UserInfo and later ID tokens give beside those of the scopes. */
  readonly claims?: RequestedClaims | undefined;
  readonly createdAt: number;
  /** Thumbprint of the DPoP key that alone may use its refresh tokens, as the client has no other proof. RFC 9449 §5 */
  readonly dpopKey?: string | undefined;
  /** The thumbprint of the certificate that a public client presents with its refresh tokens. RFC 8705 §4 */
  readonly certificate?: string | undefined;
  lastUsedAt: number;
  revoked: boolean;
  /** Whether the user has taken the access away since. */
  withdrawn: boolean;
}

/** One refresh token. RFC 6749 §1.5 */
export interface RefreshToken {
  readonly family: string;
  used: boolean;
}

/** An access token that was issued here, so that it can be ended before its time. RFC 7009 §2.1 */
export interface AccessTokenRecord {
  readonly claims: JsonObject;
  /** Whether the token is no more than a name for these claims. */
  readonly opaque: boolean;
  /** The family that the same authorization began, if it began one. */
  readonly family?: string | undefined;
}

/** Everything an authorization server remembers. Each map drops its oldest entry beyond its bound. */
export interface Store {
  /** Sessions in which somebody has logged in. */
  readonly sessions: Map<string, Session>;
  /** Sessions in which nobody has: apart, so that visitors without end cannot log anybody out. */
  readonly visitors: Map<string, Session>;
  readonly pending: Map<string, PendingRequest>;
  readonly codes: Map<string, AuthorizationCode>;
  readonly families: Map<string, RefreshFamily>;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** What a user has allowed a client, by `sub client_id`. */
  readonly consents: Map<string, Consent>;
  /** Devices that wait for their users, by device code. */
  readonly devices: Map<string, DeviceAuthorization>;
  readonly waitingDevices: Map<string, WaitingDevice>;
  /** Wrong user codes that were typed lately. */
  readonly wrongUserCodes: WrongUserCode[];
  /** Authorization requests that were pushed, by their request URI. */
  readonly pushed: Map<string, PushedRequest>;
  /** Clients that registered themselves, by client id. */
  readonly registered: Map<string, RegisteredClient>;
  /** Access tokens that have not expired: an opaque one by itself, a JWT by its `jti`. */
  readonly accessTokens: BoundedMap<string, AccessTokenRecord>;
  /** Those that were taken back, each for as long as it could have been used. */
  readonly revoked: RevokedTokens;
  /**
   * Clients that were given more than is kept here, and until when some of that may be in use, in milliseconds
   * since 1970: where a grant of theirs ends, all that they were given ends.
   */
  readonly lost: Map<string, number>;
  /** The `jti` of each of them that was sealed to its resource, by the token. */
  readonly sealedTokens: Map<string, string>;
  /** The number of the next code or token, where they are numbered. */
  nextNumber: number;
  /** When the last wrong secrets came, by `client_id`: milliseconds since 1970. */
  readonly wrongSecrets: Map<string, readonly number[]>;
  /** The same for passwords, by user. */
  readonly wrongPasswords: Map<string, readonly number[]>;
  /** The same for names that no user has: apart, so that made-up names cannot push out what is known of a user. */
  readonly wrongNames: Map<string, readonly number[]>;
  /** The same for one-time codes, by user: a new request gives no new tries. */
  readonly wrongOneTimeCodes: Map<string, readonly number[]>;
  /** Client assertions seen, by `client_id`: the digest of each `jti`, and until when it counts. RFC 7523 §3 */
  readonly assertions: Map<string, Map<string, number>>;
  /** The last step of which a one-time code was taken, by user. RFC 6238 §5.2 */
  readonly usedCodes: Map<string, number>;
  /** Clients that were given an ID token in a session, by its `sid`. Back-Channel Logout §2.3 */
  readonly relyingParties: Map<string, Set<string>>;
  readonly pendingLogouts: Map<string, PendingLogout>;
  /** Logins that were begun elsewhere, by the session they belong to. */
  readonly federations: Map<string, Federation>;
  /** What the other identity provider said of itself. */
  provider?: Provider | undefined;
  /** Logins elsewhere whose users may link them to an account here, by session. */
  readonly unlinked: Map<string, Unlinked>;
  /** Accounts elsewhere that were linked, and to whom, by their issuer and subject. OpenID Connect Core §5.7 */
  readonly links: Map<string, { readonly account: LinkedAccount; readonly user: string }>;
  /** Claims that UserInfo gives for an access token beside those of its scope, by `jti`. */
  readonly userinfoClaims: Map<string, readonly string[]>;
  /** DPoP proofs that were used here, and the nonces they need. */
  readonly proofs: ProofMemory;
}

/** Milliseconds for which an access token lives at most. */
const MOST_LIVED = TOKEN_LIFETIME * 1000;

/** A store with nothing in it. */
export function createStore(): Store {
  const lost = new BoundedMap<string, number>(500);
  return {
    lost,
    revoked: createRevokedTokens(),
    sessions: new BoundedMap(200),
    visitors: new BoundedMap(200),
    pending: new BoundedMap(200),
    codes: new BoundedMap(500),
    families: new BoundedMap(500, ({ clientId, lastUsedAt }) =>
      lost.set(clientId, Math.max(lost.get(clientId) ?? 0, lastUsedAt + MOST_LIVED)),
    ),
    refreshTokens: new BoundedMap(2000),
    consents: new BoundedMap(500),
    devices: new BoundedMap(200),
    waitingDevices: new BoundedMap(200),
    wrongUserCodes: [],
    pushed: new BoundedMap(200),
    registered: new BoundedMap(100),
    accessTokens: new BoundedMap(2000, ({ claims, opaque, family }) => {
      // A reference that is not known opens nothing, and what no grant gave can only be taken back by name.
      if (!opaque && family !== undefined) lost.set(String(claims['client_id']), Number(claims['exp']) * 1000);
    }),
    sealedTokens: new BoundedMap(500),
    nextNumber: 1042,
    wrongSecrets: new BoundedMap(500),
    wrongPasswords: new BoundedMap(500),
    wrongNames: new BoundedMap(500),
    wrongOneTimeCodes: new BoundedMap(500),
    assertions: new BoundedMap(500),
    usedCodes: new BoundedMap(200),
    userinfoClaims: new BoundedMap(500),
    proofs: createProofMemory(),
    relyingParties: new BoundedMap(200),
    pendingLogouts: new BoundedMap(200),
    federations: new BoundedMap(200),
    unlinked: new BoundedMap(200),
    links: new BoundedMap(500),
  };
}
