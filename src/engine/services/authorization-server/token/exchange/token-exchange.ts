import { bringChecks } from '../../../../checks/catalogue.ts';
import type { CheckId } from '../../../../checks/catalogue.ts';
import { exchangeChecks } from '../../../../checks/authorization-server/exchange.ts';
import type { JsonObject } from '../../../../http/strict-json.ts';
import { parseScope, scopeNarrower } from '../../../../protocol/authorization/scope.ts';
import { actorMayAct } from '../../../../protocol/exchange/actor.ts';
import { targetsAllowed } from '../../../../protocol/exchange/target.ts';
import type { AskedTarget } from '../../../../protocol/exchange/target.ts';
import { typesAsDeclared } from '../../../../protocol/exchange/token-type.ts';
import { failed } from '../../../../protocol/finding.ts';
import { ACCESS_TOKEN_CHECKS } from '../../../../protocol/token/access-token.ts';
import { textClaim } from '../../../../protocol/token/claim-rules.ts';
import { allowedScopes } from '../../allowed-scopes.ts';
import type { Context } from '../../context.ts';
import { parameter, parameterValues } from '../../parameters.ts';
import type { Client } from '../../client/registration.ts';
import { oauthError } from '../../respond.ts';
import type { OAuthError } from '../../respond.ts';
import type { Grant, GrantRequest } from '../grant.ts';
import { exchangedTokenResponse } from './exchanged-token.ts';
import { actorTokenRefused, clientOfIdToken, judgePresented, subjectAccepted } from './presented-token.ts';
import type { PresentedToken } from './presented-token.ts';

bringChecks(exchangeChecks);

/** What the token exchange grant checks, in order; for `span.plan`. */
const EXCHANGE_CHECKS = [
  'exchange.subject-token',
  'exchange.token-type',
  'exchange.actor',
  'exchange.scope-narrower',
  'exchange.target',
] as const satisfies readonly CheckId[];

function refuse(description: string, error: OAuthError['error'] = 'invalid_request'): OAuthError {
  return { status: 400, error, description };
}

/** The APIs a request names, by their addresses or by their names. RFC 8693 §2.1 */
function askedTargets({ fields, context }: GrantRequest): AskedTarget[] {
  const known = context.config.exchangeTargets ?? [];
  return [
    ...parameterValues(fields, 'resource').map((asked) => ({
      asked,
      resource: known.find(({ resource }) => resource === asked)?.resource,
    })),
    ...parameterValues(fields, 'audience').map((asked) => ({ asked, resource: known.find(({ name }) => name === asked)?.resource })),
  ];
}

/**
 * The widest scope the new token can have: what the subject token opens, as far as this service is
 * registered for it. An ID token opens nothing by itself: there it is what the user allowed its client.
 */
async function widestScope({ kind, claims }: PresentedToken, client: Client, context: Context): Promise<string[]> {
  const holder = (await clientOfIdToken(claims, context))?.id ?? '';
  const opened =
    kind === 'ID token' ? [...allowedScopes(context, textClaim(claims, 'sub') ?? '', holder)] : parseScope(textClaim(claims, 'scope'));
  return opened.filter((scope) => client.scopes.includes(scope));
}

/**
 * The token exchange grant: a service trades a token that it was sent for one that fits its next
 * call. The new token says who acts, opens no more, and lives no longer. RFC 8693 §2
 */
export const tokenExchange: Grant = async (request) => {
  const { fields, client, context } = request;
  const { span, config } = context;
  span.plan(...ACCESS_TOKEN_CHECKS, 'jwt.not-revoked', ...EXCHANGE_CHECKS);
  const policy = client.exchange;
  const subjectToken = parameter(fields, 'subject_token');
  if (subjectToken === undefined) {
    span.check('exchange.subject-token', failed('a subject_token', 'no subject_token', 'the subject token is missing'));
    return oauthError(span, refuse('The subject_token is missing.'));
  }
  const subject = await judgePresented(subjectToken, policy?.receives ?? [], context);
  let refusal: OAuthError | undefined;
  const judge = (accepted: boolean, description: string, error?: OAuthError['error']): void => {
    if (!accepted) refusal ??= refuse(description, error);
  };
  judge(span.check('exchange.subject-token', await subjectAccepted(subject, context)), 'The subject token is not valid here.');

  const actorToken = parameter(fields, 'actor_token');
  const actorType = parameter(fields, 'actor_token_type');
  const actor = actorToken === undefined ? undefined : await judgePresented(actorToken, [], context);
  const types = typesAsDeclared({
    subject: { declared: parameter(fields, 'subject_token_type'), kind: subject.kind },
    actor: actor && { declared: actorType, kind: actor.kind },
    actorTypeAlone: actor === undefined && actorType !== undefined,
    requested: parameter(fields, 'requested_token_type'),
    idTokenAllowed: policy?.loginsOf.includes((await clientOfIdToken(subject.claims, context))?.id ?? '') ?? false,
  });
  judge(span.check('exchange.token-type', types), 'A token is not of a type that fits this request.');

  const acting: JsonObject = actor ? actor.claims : { sub: client.id, client_id: client.id, iss: config.issuer };
  const refused = actor && actorTokenRefused(actor, client, context);
  const mayAct = refused ?? actorMayAct(subject.claims, acting, acting['sub'] === client.id);
  judge(span.check('exchange.actor', mayAct), 'This actor may not act for the subject.');

  const widest = await widestScope(subject, client, context);
  const asked = parameter(fields, 'scope');
  const scope = asked === undefined ? widest : parseScope(asked);
  const narrower =
    scope.length === 0
      ? failed('a scope that is open to this service', 'none', 'the subject token opens nothing that this service is registered for')
      : scopeNarrower(scope, widest);
  judge(span.check('exchange.scope-narrower', narrower), 'More scope than the subject token opens to this service.', 'invalid_scope');

  const targets = askedTargets(request);
  const allowed = span.check('exchange.target', targetsAllowed(targets, policy?.targets ?? []));
  judge(allowed, 'This service may not get tokens for that API.', 'invalid_target');

  if (refusal) return oauthError(span, refusal);
  const resources = targets.length > 0 ? targets.map(({ asked: name, resource }) => resource ?? name) : (policy?.targets.slice(0, 1) ?? []);
  return exchangedTokenResponse(context, {
    client,
    subject: subject.claims,
    family: subject.family,
    actor: acting,
    scope,
    resources: [...new Set(resources)],
  });
};
