import type { JsonObject } from '../../../http/strict-json.ts';
import { formatScope } from '../../../protocol/authorization/scope.ts';
import type { User } from '../registration.ts';

/** Seconds an access token, and an ID token, can be used. */
export const TOKEN_LIFETIME = 300;

/** What an access token is made from; `now` in milliseconds since 1970. */
export interface AccessTokenFacts {
  readonly issuer: string;
  readonly user: User;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly audience: string | readonly string[];
  readonly id: string;
  readonly now: number;
}

/** The claims of a JWT access token. RFC 9068 §2.2; department, tenant and roles are for the APIs' decisions, §2.2.3.1 */
export function accessTokenClaims({ issuer, user, clientId, scope, audience, id, now }: AccessTokenFacts): JsonObject {
  const seconds = Math.floor(now / 1000);
  return {
    iss: issuer,
    sub: user.sub,
    aud: audience,
    exp: seconds + TOKEN_LIFETIME,
    iat: seconds,
    jti: id,
    client_id: clientId,
    scope: formatScope(scope),
    department: user.department,
    tenant: user.tenant,
    roles: user.roles,
  };
}
