import type { CheckId } from '../../../checks/catalogue.ts';
import { base64url } from '../../../http/encoding.ts';
import { queryFields } from '../../../http/form.ts';
import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { codeChallengeWellFormed } from '../../../protocol/authorization/pkce.ts';
import type { CodeChallenge } from '../../../protocol/authorization/pkce.ts';
import { redirectUriRegistered } from '../../../protocol/authorization/redirect-uri.ts';
import { parseScope, scopeAllowed } from '../../../protocol/authorization/scope.ts';
import type { Endpoint } from '../context.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { forbiddenRepeats, formFields, parameter, parameterValues, parametersOnce } from '../parameters.ts';
import { redirectError } from './answer.ts';
import type { AuthorizationError } from './answer.ts';
import { PROCEED_CHECKS, proceed } from './proceed.ts';
import { objectUnsupported, requestObject, requestUriPushed } from './request-object.ts';

/** What the authorization endpoint checks of every request before it asks the user anything, in order; for `span.plan`. */
export const AUTHORIZE_CHECKS = [
  'authorize.client-known',
  'authorize.redirect-uri-exact',
  'authorize.request-object',
  'authorize.request-uri-pushed',
  'authorize.response-type',
  'authorize.scope-allowed',
  'authorize.resource-known',
  'authorize.pkce-required',
  'authorize.pkce-method',
] as const satisfies readonly CheckId[];

/** Without a client, or an address it registered, there is nobody to send an error to. RFC 6749 §4.1.2.1 */
const PAGE_ONLY = ['client_id', 'redirect_uri'];

function responseType(fields: readonly Field[]): Finding {
  const type = parameter(fields, 'response_type');
  const mode = parameter(fields, 'response_mode') ?? 'query';
  return {
    passed: type === 'code' && mode === 'query',
    expected: 'code, in the query',
    received: `${type ?? 'no response_type'}, in the ${mode}`,
  };
}

function scopeFinding(scope: readonly string[], allowed: readonly string[]): Finding {
  return scope.length === 0
    ? failed(`some of [${allowed.join(', ')}]`, 'no scope', 'the request asks for no scope')
    : scopeAllowed(scope, allowed);
}

function resourceFinding(asked: readonly string[], known: readonly string[]): Finding {
  const strange = asked.filter((resource) => !known.includes(resource));
  return {
    passed: strange.length === 0,
    expected: known.join(' or '),
    received: asked.length === 0 ? 'none, so the usual one' : asked.join(' '),
  };
}

function challengeMethod(value: string, method: string | undefined): Finding {
  if (method !== 'S256') return failed('S256', method ?? 'no method, which means plain');
  return codeChallengeWellFormed(value);
}

function maxAge(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * The authorization endpoint. Errors about client or redirect URI are shown to the user and never
 * redirected; every other error goes back to the client. RFC 6749 §4.1.1, §4.1.2.1; OpenID Connect Core §3.1.2
 */
export const authorize: Endpoint = (request, context): HttpResponse => {
  const { span, config, store } = context;
  span.plan('http.parameter-once', ...AUTHORIZE_CHECKS, ...PROCEED_CHECKS);
  const fields = request.method === 'POST' ? formFields(request) : queryFields(request.url);
  const once = span.check('http.parameter-once', parametersOnce(fields));

  const clientId = parameter(fields, 'client_id');
  const client = config.clients.find(({ id }) => id === clientId);
  span.check(
    'authorize.client-known',
    client ? passed(client.id, 'a registered client') : failed('a registered client', clientId ?? 'no client_id'),
  );
  if (!client) return errorPage(span, 400, 'invalid_request', 'No app is registered under this client_id.', clientId);

  const sentUri = parameter(fields, 'redirect_uri');
  const exact = span.check('authorize.redirect-uri-exact', redirectUriRegistered(sentUri, client.redirectUris));
  const redirectUri = sentUri !== undefined && URL.canParse(sentUri) ? sentUri : client.redirectUris[0];

  let refusal: readonly [AuthorizationError, string] | undefined = once
    ? undefined
    : ['invalid_request', 'A parameter was sent more than once.'];
  const judge = (accepted: boolean, error: AuthorizationError, description: string): void => {
    if (!accepted) refusal ??= [error, description];
  };

  const unread = objectUnsupported(fields);
  judge(span.check('authorize.request-object', requestObject(fields)), unread, 'Every value is sent as a parameter of its own.');
  judge(
    span.check('authorize.request-uri-pushed', requestUriPushed(fields)),
    'request_uri_not_supported',
    'No request can be pushed here, so no request_uri is known.',
  );

  const type = parameter(fields, 'response_type');
  const unsupported = type !== undefined && type !== 'code';
  judge(
    span.check('authorize.response-type', responseType(fields)),
    unsupported ? 'unsupported_response_type' : 'invalid_request',
    'response_type is code, in the query.',
  );

  const scope = parseScope(parameter(fields, 'scope'));
  judge(span.check('authorize.scope-allowed', scopeFinding(scope, client.scopes)), 'invalid_scope', 'This app may not ask for that scope.');

  const resources = parameterValues(fields, 'resource');
  judge(
    span.check('authorize.resource-known', resourceFinding(resources, config.resources)),
    'invalid_target',
    'That resource is not known here.',
  );

  const challengeValue = parameter(fields, 'code_challenge');
  const present = challengeValue === undefined ? failed('a code_challenge', 'none') : passed('a code_challenge');
  judge(span.check('authorize.pkce-required', present), 'invalid_request', 'A code_challenge is required.');
  let challenge: CodeChallenge | undefined;
  if (challengeValue !== undefined) {
    const method = parameter(fields, 'code_challenge_method');
    judge(
      span.check('authorize.pkce-method', challengeMethod(challengeValue, method)),
      'invalid_request',
      'code_challenge_method is S256, with a challenge of its form.',
    );
    challenge = { method: method === 'S256' ? 'S256' : 'plain', value: challengeValue };
  }

  if (!exact || redirectUri === undefined)
    return errorPage(span, 400, 'invalid_request', 'The app is not registered for this redirect_uri.', sentUri);
  if (!once && forbiddenRepeats(fields).some((name) => PAGE_ONLY.includes(name)))
    return errorPage(span, 400, 'invalid_request', 'client_id or redirect_uri was sent more than once.');
  const state = parameter(fields, 'state');
  if (refusal) return redirectError(request, context, { redirectUri, state }, ...refusal);

  const known = sessionOf(request, context);
  const session = known ?? openSession(context);
  const pending = {
    id: base64url(span.random(18)),
    sessionId: session.id,
    freshLogin: false,
    parameters: {
      clientId: client.id,
      redirectUri,
      state,
      nonce: parameter(fields, 'nonce'),
      scope,
      resources: resources.length > 0 ? resources : [config.resources[0]],
      prompt: parseScope(parameter(fields, 'prompt')),
      maxAge: maxAge(parameter(fields, 'max_age')),
      loginHint: parameter(fields, 'login_hint'),
      challenge,
    },
  };
  store.pending.set(pending.id, pending);
  return proceed(request, context, pending, session, { headers: known ? [] : [sessionCookie(session, context)] });
};
