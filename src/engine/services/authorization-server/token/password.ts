import type { CheckId } from '../../../checks/catalogue.ts';
import { parseScope } from '../../../protocol/authorization/scope.ts';
import { passwordMatches } from '../../../protocol/client/client-secret.ts';
import { attemptOf } from '../authorize/login/login.ts';
import { resourcesKnown, scopeFinding } from '../authorize/judge-request.ts';
import { parameter, parameterValues } from '../parameters.ts';
import { oauthError } from '../respond.ts';
import type { OAuthError } from '../respond.ts';
import { throttleAccount } from '../throttle.ts';
import type { Grant } from './grant.ts';
import { beginFamily, tokenResponse } from './issue.ts';

/** What the password grant checks, in order; for `span.plan`. */
const PASSWORD_CHECKS = ['login.password', 'authorize.scope-allowed', 'authorize.resource-known'] as const satisfies readonly CheckId[];

function refuse(error: OAuthError['error'], description: string): OAuthError {
  return { status: 400, error, description };
}

/**
 * The password grant, which no client is registered for: it is reached only where `token.grant-allowed`
 * is off. The client sees the password, and nobody is asked for consent. RFC 6749 §4.3; RFC 9700 §2.4
 */
export const password: Grant = async ({ fields, client, context }) => {
  const { span, config } = context;
  span.plan(...PASSWORD_CHECKS);
  const name = parameter(fields, 'username') ?? '';
  const user = config.users.find(({ sub }) => sub === name);
  const finding = passwordMatches(parameter(fields, 'password'), user?.password);
  const attempt = attemptOf(context, name, !finding.passed);
  const retryAfter = attempt.wrong || attempt.failures.has(attempt.key) ? throttleAccount(context, attempt) : undefined;
  const knows = span.check('login.password', finding);
  const sent = parameter(fields, 'scope');
  const scope = sent === undefined ? client.scopes : parseScope(sent);
  const within = span.check('authorize.scope-allowed', scopeFinding(scope, client.scopes));
  const asked = parameterValues(fields, 'resource');
  const known = span.check('authorize.resource-known', resourcesKnown(asked, config.resources));
  if (retryAfter !== undefined) {
    const description = 'Too many wrong passwords came for this account.';
    return oauthError(span, { status: 429, error: 'invalid_grant', description, retryAfter });
  }
  if (!knows || !user) return oauthError(span, refuse('invalid_grant', 'The user name or the password is wrong.'));
  if (!within) return oauthError(span, refuse('invalid_scope', 'This client may not ask for that scope.'));
  if (!known) return oauthError(span, refuse('invalid_target', 'That resource is not known here.'));
  const facts = { sub: user.sub, scope, resources: asked.length > 0 ? asked : [config.resources[0]], authTime: span.now() };
  const family = beginFamily(context, client, facts);
  return tokenResponse(context, { client, subject: user, family, ...facts });
};
