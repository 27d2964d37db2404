import { base64url } from '../../../../http/encoding.ts';
import type { HttpResponse } from '../../../../http/message.ts';
import type { JsonObject } from '../../../../http/strict-json.ts';
import { formatScope } from '../../../../protocol/authorization/scope.ts';
import { actingChain } from '../../../../protocol/exchange/actor.ts';
import { ACCESS_TOKEN_TYPE } from '../../../../protocol/exchange/token-type.ts';
import { shown } from '../../../../protocol/token/claim-rules.ts';
import { setUpClients } from '../../client/clients.ts';
import type { Context } from '../../context.ts';
import type { Client } from '../../client/registration.ts';
import type { Authentication } from '../../store.ts';
import { oauthError, privateJson } from '../../respond.ts';
import { issueAccessToken } from '../access-token.ts';
import { subjectOf } from './presented-token.ts';
import { TOKEN_LIFETIME, accessTokenClaims } from '../claims.ts';
import { audienceOf } from '../issue.ts';

/** What an exchanged token is made from. */
export interface ExchangedToken {
  readonly client: Client;
  /** Claims of the subject token. */
  readonly subject: JsonObject;
  /** What the subject token ends with. */
  readonly family: string | undefined;
  /** Claims that identify who acts. */
  readonly actor: JsonObject;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
}

/** When the new token ends, in seconds since 1970: never after the subject token, unless that one is let through expired. */
function endOf(subject: JsonObject, now: number): number {
  const { exp } = subject;
  const usual = now + TOKEN_LIFETIME;
  return typeof exp === 'number' && exp > now ? Math.min(usual, Math.floor(exp)) : usual;
}

/** The login behind the subject token stands behind the new one as well. RFC 9470 §6.1 */
function authenticationOf({ auth_time: at, acr, amr, iat }: JsonObject, now: number): Authentication {
  const seconds = [at, iat].find((time) => typeof time === 'number');
  return {
    authTime: seconds === undefined ? now : seconds * 1000,
    acr: typeof acr === 'string' ? acr : undefined,
    amr: Array.isArray(amr) ? amr.filter((method) => typeof method === 'string') : undefined,
  };
}

/** Whoever serves the one API that is called may act next, and nobody else. RFC 8693 §4.4 */
async function nextActor(resources: readonly string[], { config }: Context): Promise<JsonObject> {
  const [resource, ...others] = resources;
  const target = config.exchangeTargets?.find((known) => known.resource === resource);
  const serves = (await setUpClients(config)).find(({ id, exchange }) => id === target?.name && exchange !== undefined);
  return serves && others.length === 0 ? { may_act: { sub: serves.id } } : {};
}

/** The answer of a token exchange. There is no refresh token: whoever wants more asks with a live subject token. RFC 8693 §2.2.1 */
export async function exchangedTokenResponse(
  context: Context,
  { client, subject, family, actor, scope, resources }: ExchangedToken,
): Promise<HttpResponse> {
  const { span, config } = context;
  const about = await subjectOf(subject, context);
  if (!about) return oauthError(span, { status: 400, error: 'invalid_request', description: 'The subject is not known here.' });
  const now = Math.floor(span.now() / 1000);
  const act = actingChain(subject, actor);
  const claims = {
    ...accessTokenClaims({
      issuer: config.issuer,
      subject: about,
      clientId: client.id,
      scope,
      audience: audienceOf(context, resources),
      id: base64url(span.random(12)),
      now: span.now(),
      authentication: authenticationOf(subject, span.now()),
    }),
    exp: endOf(subject, now),
    ...(span.duty('exchange.actor-chain', `act: ${shown(act)}`) ? { act } : {}),
    ...(await nextActor(resources, context)),
  };
  return privateJson(span, 200, {
    // What came of a login ends with it.
    ...(await issueAccessToken(context, client, claims, { family })),
    issued_token_type: ACCESS_TOKEN_TYPE,
    expires_in: claims.exp - now,
    scope: formatScope(scope),
  });
}
