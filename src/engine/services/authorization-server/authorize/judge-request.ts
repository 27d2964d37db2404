import type { CheckId } from '../../../checks/catalogue.ts';
import type { Field } from '../../../http/form.ts';
import { codeChallengeWellFormed } from '../../../protocol/authorization/pkce.ts';
import type { CodeChallenge } from '../../../protocol/authorization/pkce.ts';
import { redirectUriRegistered } from '../../../protocol/authorization/redirect-uri.ts';
import { readResponseWish } from '../../../protocol/authorization/response-type.ts';
import { parseScope, scopeAllowed } from '../../../protocol/authorization/scope.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';
import { parameter, parameterValues } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import type { AuthorizationParameters } from '../store.ts';
import { late } from '../../late.ts';
import type { AuthorizationError } from './answer/answer.ts';
import type { Hint } from './hint.ts';
import type { ClaimsParameter } from './claims-parameter.ts';
import { objectUnsupported, requestObject } from './request-object.ts';

/** What is checked of the parameters of every authorization request, pushed or not, in order; for `span.plan`. */
export const REQUEST_CHECKS = [
  'authorize.redirect-uri-exact',
  'authorize.request-object',
  'authorize.response-type',
  'authorize.scope-allowed',
  'authorize.resource-known',
  'authorize.pkce-required',
  'authorize.pkce-method',
] as const satisfies readonly CheckId[];

/** An authorization request after its checks. */
export interface JudgedRequest {
  /** Where the answer may go: undefined where the redirect URI was refused, so that nothing may be sent there. */
  readonly redirectUri?: string | undefined;
  /** What else was refused first, to be told to the client. */
  readonly refusal?: readonly [AuthorizationError, string] | undefined;
  /** What it asks for. */
  readonly asked: Omit<AuthorizationParameters, 'redirectUri'>;
}

const keyNamed = late(async () => (await import('./named-key.ts')).keyNamed);
const readHint = late<[string, Context, (string | undefined)?], Hint>(() => import('./hint.ts').then((part) => part.readHint));

const judgePrompt = late<[readonly string[], Context], boolean>(() => import('./prompt.ts').then((part) => part.judgePrompt));

/** Few requests hold the parameter, so its reader is fetched with the first. */
const readClaims = late<[string, Context], ClaimsParameter>(() =>
  import('./claims-parameter.ts').then(({ readClaimsParameter }) => readClaimsParameter),
);

/** May this client ask for these scopes? One is needed at least. RFC 6749 §3.3 */
export function scopeFinding(scope: readonly string[], allowed: readonly string[]): Finding {
  return scope.length === 0
    ? failed(`some of [${allowed.join(', ')}]`, 'no scope', 'the request asks for no scope')
    : scopeAllowed(scope, allowed);
}

/** Are the resources asked for among those that tokens are issued for? RFC 8707 §2 */
export function resourcesKnown(asked: readonly string[], known: readonly string[]): Finding {
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

/** Whole seconds; undefined where it was not sent, or is no such number. */
function maxAge(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * Makes every check of an authorization request's parameters. The same for a request in the front
 * channel and for one that is pushed: RFC 6749 §4.1.1; OpenID Connect Core §3.1.2.1; RFC 9126 §2.1
 * @param once whether each parameter was sent once; where not, that is refused before all else
 */
export async function judgeRequest(fields: readonly Field[], client: Client, context: Context, once: boolean): Promise<JudgedRequest> {
  const { span, config } = context;
  const sentUri = parameter(fields, 'redirect_uri');
  const exact = span.check('authorize.redirect-uri-exact', redirectUriRegistered(sentUri, client.redirectUris));
  const redirectUri = sentUri !== undefined && URL.canParse(sentUri) ? sentUri : client.redirectUris[0];

  let refusal: JudgedRequest['refusal'] = once ? undefined : ['invalid_request', 'A parameter was sent more than once.'];
  const judge = (accepted: boolean, error: AuthorizationError, description: string): void => {
    if (!accepted) refusal ??= [error, description];
  };

  const unread = objectUnsupported(fields);
  judge(span.check('authorize.request-object', requestObject(fields)), unread, 'Every value is sent as a parameter of its own.');

  const type = parameter(fields, 'response_type');
  const modes = client.responseModes ?? ['query'];
  const wish = readResponseWish(type, parameter(fields, 'response_mode'), modes, span.isOff('authorize.response-type'));
  const withoutGrant = type === 'code' && !client.grants.includes('authorization_code');
  const finding = withoutGrant ? failed('a client of the authorization code grant', client.grants.join(', ')) : wish.finding;
  const unsupported = type === undefined || type === 'code' ? 'invalid_request' : 'unsupported_response_type';
  judge(
    span.check('authorize.response-type', finding) && !wish.unknown,
    withoutGrant ? 'unauthorized_client' : unsupported,
    `response_type is code, in the ${modes.join(' or the ')}.`,
  );

  const scope = parseScope(parameter(fields, 'scope'));
  judge(span.check('authorize.scope-allowed', scopeFinding(scope, client.scopes)), 'invalid_scope', 'This app may not ask for that scope.');

  const resources = parameterValues(fields, 'resource');
  judge(
    span.check('authorize.resource-known', resourcesKnown(resources, config.resources)),
    'invalid_target',
    'That resource is not known here.',
  );

  const challengeValue = parameter(fields, 'code_challenge');
  const needless = wish.retired ? passed('no code, so no challenge', 'a code_challenge') : failed('a code_challenge', 'none');
  const present = challengeValue === undefined ? needless : passed('a code_challenge');
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

  const age = parameter(fields, 'max_age');
  const seconds = maxAge(age);
  if (age !== undefined && seconds === undefined) {
    const wrong = failed('max_age in whole seconds', age, 'max_age is no number of seconds');
    judge(span.check('authorize.max-age', wrong), 'invalid_request', 'max_age is a number of seconds.');
  }

  const prompt = parseScope(parameter(fields, 'prompt'));
  if (prompt.length > 0)
    judge(await judgePrompt(prompt, context), 'invalid_request', 'prompt is of values that are known here, and none stands alone.');

  const claimsText = parameter(fields, 'claims');
  const claims = claimsText === undefined ? undefined : await readClaims(claimsText, context);
  judge(claims?.accepted ?? true, 'invalid_request', 'claims is a JSON object of claims requests.');
  const hint = parameter(fields, 'id_token_hint');
  const hinted = hint === undefined ? undefined : await readHint(hint, context, claims?.subject);
  judge(hinted?.accepted ?? true, 'invalid_request', 'id_token_hint is an ID token that was issued here.');
  const dpopKey = parameter(fields, 'dpop_jkt');
  if (dpopKey !== undefined) judge(await keyNamed(dpopKey, context), 'invalid_request', 'dpop_jkt is the thumbprint of a key.');
  const acr = claims?.acr ?? parseScope(parameter(fields, 'acr_values'));

  return {
    redirectUri: exact ? redirectUri : undefined,
    refusal,
    asked: {
      clientId: client.id,
      state: parameter(fields, 'state'),
      nonce: parameter(fields, 'nonce'),
      scope,
      resources: resources.length > 0 ? resources : [config.resources[0]],
      prompt,
      maxAge: seconds,
      loginHint: parameter(fields, 'login_hint'),
      acr: acr.length > 0 ? acr : undefined,
      claims: claims?.requested,
      subject: claims?.subject ?? hinted?.sub,
      challenge,
      retired: wish.retired,
      responseMode: wish.mode,
      dpopKey,
    },
  };
}
