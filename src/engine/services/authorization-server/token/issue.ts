import { base64url } from '../../../http/encoding.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { accessTokenHash } from '../../../protocol/token/id-token.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { formatScope } from '../../../protocol/authorization/scope.ts';
import { late } from '../../late.ts';
import { claimsOf } from '../claims-of-user.ts';
import type { Context } from '../context.ts';
import { isConfidential } from '../client/registration.ts';
import type { Client } from '../client/registration.ts';
import { privateJson } from '../respond.ts';
import type { Authentication, RefreshFamily, RequestedClaims } from '../store.ts';
import { unguessable } from '../unguessable.ts';
import { issueAccessToken } from './access-token.ts';
import { TOKEN_LIFETIME, accessTokenClaims, authenticationClaims } from './claims.ts';
import type { TokenSubject } from './claims.ts';

/** What a token response is made from. */
export interface Issue extends Authentication {
  readonly client: Client;
  readonly subject: TokenSubject;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  readonly claims?: RequestedClaims | undefined;
  readonly nonce?: string | undefined;
  /** The family a new refresh token joins; without one there is none. */
  readonly family?: RefreshFamily | undefined;
}

/** The `aud` of a token for these resources. RFC 8707 §2; RFC 9068 §3 */
export function audienceOf(context: Context, resources: readonly string[]): string | readonly string[] {
  const { span, config } = context;
  const [first = config.resources[0], ...others] = resources;
  if (span.duty('token.audience-restricted', `aud: ${resources.join(', ')}`)) return others.length === 0 ? first : resources;
  return [...new Set([...config.resources, ...resources])];
}

async function idToken(context: Context, issue: Issue, accessToken: string): Promise<string> {
  const { config, span } = context;
  const { client, subject, nonce, claims: requested } = issue;
  const user = config.users.find(({ sub }) => sub === subject.sub);
  const key = config.keys.current().idToken;
  const { alg, kid } = key;
  const seconds = Math.floor(span.now() / 1000);
  const claims = {
    iss: config.issuer,
    sub: subject.sub,
    aud: client.id,
    exp: seconds + TOKEN_LIFETIME,
    iat: seconds,
    ...authenticationClaims(issue),
    ...(issue.sid === undefined ? {} : { sid: issue.sid }),
    ...(user ? claimsOf(user, [], requested?.idToken, client) : {}),
    ...(nonce === undefined ? {} : { nonce }),
    at_hash: await accessTokenHash(accessToken, alg),
  };
  const signed = await signCompact({ alg, typ: 'JWT', kid }, claims, key);
  return client.idTokenSeal ? sealForClient(context, signed, client.idTokenSeal) : signed;
}

const embedTokens = late(async () => (await import('./embedded.ts')).embedTokens);

const sealForClient = late(async () => (await import('./sealed.ts')).sealForClient);

/** Ends the access tokens of a family that has ended; fetched when one does. RFC 7009 §2.1 */
export const endAccessTokens = late(async () => (await import('../revocation/end-access-tokens.ts')).endAccessTokens);

/** The same for what is not kept any more. */
export const endLostTokens = late(async () => (await import('../revocation/end-access-tokens.ts')).endLostTokens);

/** A new family of refresh tokens, for one authorization. */
export function beginFamily(
  { span, store, confirmation }: Context,
  client: Client,
  facts: Pick<RefreshFamily, 'sub' | 'scope' | 'resources' | 'authTime' | 'acr' | 'amr' | 'sid' | 'claims'>,
): RefreshFamily {
  // A confidential client proves itself at each use, and may change its key or certificate. RFC 9449 §5; RFC 8705 §4, §7.1
  const bound = isConfidential(client) ? {} : { dpopKey: confirmation?.jkt, certificate: confirmation?.['x5t#S256'] };
  const family = {
    ...facts,
    ...bound,
    clientId: client.id,
    id: base64url(span.random(12)),
    createdAt: span.now(),
    lastUsedAt: span.now(),
    revoked: false,
    withdrawn: false,
  };
  store.families.set(family.id, family);
  return family;
}

function hasEnded(family: RefreshFamily | undefined): boolean {
  return family !== undefined && (family.revoked || family.withdrawn);
}

/** The successful token response, with an ID token where `openid` is granted. RFC 6749 §5.1; RFC 9068 §2; OpenID Connect Core §3.1.3.3 */
export async function tokenResponse(context: Context, issue: Issue): Promise<HttpResponse> {
  const { span, config, store } = context;
  const { client, subject, scope, family } = issue;
  const secret = unguessable(context);
  const endedBefore = hasEnded(family);
  const facts = {
    issuer: config.issuer,
    subject,
    clientId: client.id,
    scope,
    audience: audienceOf(context, issue.resources),
    id: base64url(span.random(12)),
    now: span.now(),
    authentication: issue,
  };
  if (issue.claims && issue.claims.userinfo.length > 0) store.userinfoClaims.set(facts.id, issue.claims.userinfo);
  const plain = accessTokenClaims(facts);
  const claims = client.embeds ? await embedTokens(context, client, plain, family?.id) : plain;
  const issued = await issueAccessToken(context, client, claims, { family: family?.id, secret });
  const body: Record<string, unknown> = {
    ...issued,
    expires_in: TOKEN_LIFETIME,
    scope: formatScope(scope),
  };
  if (family && client.grants.includes('refresh_token')) {
    const refreshToken = secret();
    store.refreshTokens.set(refreshToken, { family: family.id, used: false });
    body['refresh_token'] = refreshToken;
  }
  if (scope.includes('openid')) body['id_token'] = await idToken(context, issue, issued.access_token);
  // A second use of the same code or token may have come while this one was being answered.
  if (family && !endedBefore && hasEnded(family)) await endAccessTokens(context, family);
  return privateJson(span, 200, body);
}
