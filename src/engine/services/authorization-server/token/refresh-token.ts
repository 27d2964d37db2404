import type { CheckId } from '../../../checks/catalogue.ts';
import { compared } from '../../../protocol/finding.ts';
import { parseScope, scopeNarrower } from '../../../protocol/authorization/scope.ts';
import { late } from '../../late.ts';
import { parameter, parameterValues } from '../parameters.ts';
import { oauthError } from '../respond.ts';
import type { OAuthError } from '../respond.ts';
import type { Grant } from './grant.ts';
import { resourcesGranted } from './grant.ts';
import { endAccessTokens, tokenResponse } from './issue.ts';
import { consentStands, refreshTokenAlive, refreshTokenUnused } from './refresh-state.ts';

const senderProven = late(async () => (await import('./bound-key.ts')).senderProven);

/** What the refresh token grant checks, in order; for `span.plan`. */
export const REFRESH_CHECKS = [
  'token.refresh-lifetime',
  'token.refresh-client',
  'token.refresh-once',
  'token.grant-alive',
  'token.scope-narrower',
  'token.resource-granted',
] as const satisfies readonly CheckId[];

function refuse(description: string, error: OAuthError['error'] = 'invalid_grant'): OAuthError {
  return { status: 400, error, description };
}

/**
 * The refresh token grant. RFC 6749 §6. Each use gives a new refresh token; a second use means that
 * two parties hold it, and ends the whole family. RFC 9700 §4.14.2
 */
export const refreshToken: Grant = async ({ fields, client, context }) => {
  const { span, store, config } = context;
  span.plan(...REFRESH_CHECKS);
  const value = parameter(fields, 'refresh_token');
  const token = value === undefined ? undefined : store.refreshTokens.get(value);
  const family = token && store.families.get(token.family);
  const isAlive = span.check('token.refresh-lifetime', refreshTokenAlive(value, family, span.now()));
  if (value === undefined) return oauthError(span, refuse('The refresh_token is missing.', 'invalid_request'));
  if (!token || !family) return oauthError(span, refuse('The refresh token is not valid.'));

  // What has to wait comes first, so that of two requests at once only one finds the token unused.
  const isBound = family.dpopKey !== undefined || family.certificate !== undefined;
  const proven = isBound ? await senderProven(family, context) : undefined;
  let refusal: OAuthError | undefined = isAlive ? undefined : refuse('The refresh token has expired.');
  const itsClient = span.check('token.refresh-client', compared(family.clientId, client.id));
  if (!itsClient) refusal ??= refuse('The refresh token was issued to another client.');
  const itsSender = !proven || span.check('token.refresh-bound', proven);
  if (!itsSender) refusal ??= refuse('The refresh token is bound to another sender.');
  const once = span.check('token.refresh-once', refreshTokenUnused(token, family));
  if (!once) refusal ??= refuse('The refresh token is not valid any more.');
  // Only its own client can end a family: a stranger who saw an old token must not log the user out.
  if (!once && itsClient && itsSender) {
    family.revoked = true;
    await endAccessTokens(context, family);
  }

  if (!span.check('token.grant-alive', consentStands(family))) refusal ??= refuse('The user has withdrawn the consent.');

  const scope = parameter(fields, 'scope');
  const asked = scope === undefined ? family.scope : parseScope(scope);
  if (!span.check('token.scope-narrower', scopeNarrower(asked, family.scope)))
    refusal ??= refuse('The scope is some of what was granted, and no more.', 'invalid_scope');
  const resources = parameterValues(fields, 'resource');
  if (!span.check('token.resource-granted', resourcesGranted(resources, family.resources)))
    refusal ??= refuse('That resource was not granted.', 'invalid_target');

  // A family without a login is a client's own, where such a client was given a refresh token at all.
  const subject = family.authTime === undefined ? { sub: family.sub } : config.users.find(({ sub }) => sub === family.sub);
  if (refusal || !subject) return oauthError(span, refusal ?? refuse('The refresh token is not valid.'));
  token.used = true;
  family.lastUsedAt = span.now();
  return tokenResponse(context, {
    client,
    subject,
    family,
    scope: asked,
    resources: resources.length > 0 ? resources : family.resources,
    authTime: family.authTime,
    acr: family.acr,
    amr: family.amr,
    sid: family.sid,
    claims: family.claims,
  });
};
