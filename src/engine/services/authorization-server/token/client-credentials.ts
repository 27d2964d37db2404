import { bringChecks } from '../../../checks/catalogue.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { clientCredentialsChecks } from '../../../checks/authorization-server/client-credentials.ts';
import { parseScope, scopeAllowed } from '../../../protocol/authorization/scope.ts';
import { failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { resourcesKnown } from '../authorize/judge-request.ts';
import { parameter, parameterValues } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import { oauthError } from '../respond.ts';
import type { Grant, GrantRequest } from './grant.ts';
import { beginFamily, tokenResponse } from './issue.ts';

bringChecks(clientCredentialsChecks);

/** What the client credentials grant checks, in order; for `span.plan`. */
const CLIENT_CREDENTIALS_CHECKS = ['authorize.scope-allowed', 'authorize.resource-known'] as const satisfies readonly CheckId[];

/** Scopes that are about a user, and so mean nothing where no user is. OpenID Connect Core §5.4 */
const USER_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'address', 'phone', 'offline_access'];

function forMachines(client: Client): string[] {
  return client.scopes.filter((scope) => !USER_SCOPES.includes(scope));
}

function scopeFinding(asked: readonly string[], allowed: readonly string[]): Finding {
  const aboutUser = asked.find((scope) => USER_SCOPES.includes(scope));
  if (aboutUser !== undefined)
    return failed(`only of [${allowed.join(', ')}]`, `[${asked.join(', ')}]`, `${aboutUser} is about a user, and no user is here`);
  return asked.length === 0 ? failed('a scope for machines', 'none that is registered') : scopeAllowed(asked, allowed);
}

/** The client as a subject. A name that a user has as well is kept apart from it. RFC 9068 §2.2, §5; RFC 9700 §4.15.1 */
function subjectOf({ client, context: { span, config } }: GrantRequest): string {
  const taken = config.users.some(({ sub }) => sub === client.id);
  const apart = taken ? `client:${client.id}` : client.id;
  return span.duty('token.subject-distinct', `sub: ${apart}, which no user has`) ? apart : client.id;
}

/** The client credentials grant: a client asks for itself, without a user. RFC 6749 §4.4 */
export const clientCredentials: Grant = (request) => {
  const { fields, client, context } = request;
  const { span, config } = context;
  span.plan(...CLIENT_CREDENTIALS_CHECKS);
  const allowed = forMachines(client);
  const text = parameter(fields, 'scope');
  const scope = text === undefined ? allowed : parseScope(text);
  const mayAsk = span.check('authorize.scope-allowed', scopeFinding(scope, allowed));
  const asked = parameterValues(fields, 'resource');
  const known = span.check('authorize.resource-known', resourcesKnown(asked, config.resources));
  if (!mayAsk) return oauthError(span, { status: 400, error: 'invalid_scope', description: 'This client may not ask for that scope.' });
  if (!known) return oauthError(span, { status: 400, error: 'invalid_target', description: 'That resource is not known here.' });

  const subject = { sub: subjectOf(request) };
  const resources = asked.length > 0 ? asked : [config.resources[0]];
  const none = span.duty('token.no-refresh-for-machines', 'no refresh token');
  const family = none ? undefined : beginFamily(context, client, { ...subject, scope, resources });
  return tokenResponse(context, { client, subject, scope, resources, family });
};
