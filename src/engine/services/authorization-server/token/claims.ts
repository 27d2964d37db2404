import type { JsonObject } from '../../../http/strict-json.ts';
import { formatScope } from '../../../protocol/authorization/scope.ts';
import type { Authentication } from '../store.ts';

/** Seconds an access token, and an ID token, can be used. */
export const TOKEN_LIFETIME = 300;

/** Whom a token is about: a user, or a client that acts for itself, of which no more than `sub` is told. RFC 9068 §2.2 */
export interface TokenSubject {
  readonly sub: string;
  readonly department?: string;
  readonly tenant?: string;
  readonly roles?: readonly string[];
}

/** What an access token is made from; `now` in milliseconds since 1970. */
export interface AccessTokenFacts {
  readonly issuer: string;
  readonly subject: TokenSubject;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly audience: string | readonly string[];
  readonly id: string;
  readonly now: number;
  /** How the user logged in. RFC 9068 §2.2.1; RFC 9470 §6.1 */
  readonly authentication?: Authentication;
}

/** The claims of a JWT access token. RFC 9068 §2.2; department, tenant and roles are for the APIs' decisions, §2.2.3.1 */
export function accessTokenClaims({
  issuer,
  subject,
  clientId,
  scope,
  audience,
  id,
  now,
  authentication = {},
}: AccessTokenFacts): JsonObject {
  const { sub, department, tenant, roles } = subject;
  const seconds = Math.floor(now / 1000);
  return {
    iss: issuer,
    sub,
    aud: audience,
    exp: seconds + TOKEN_LIFETIME,
    iat: seconds,
    jti: id,
    client_id: clientId,
    scope: formatScope(scope),
    ...(department === undefined ? {} : { department }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(roles === undefined ? {} : { roles }),
    ...authenticationClaims(authentication),
  };
}

/** What a token says about the login. OpenID Connect Core §2; RFC 9470 §6.1 */
export function authenticationClaims({ authTime, acr, amr }: Authentication): JsonObject {
  return {
    ...(authTime === undefined ? {} : { auth_time: Math.floor(authTime / 1000) }),
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
  };
}
