import { bringChecks } from '../../../checks/catalogue.ts';
import { introspectionChecks } from '../../../checks/authorization-server/introspection.ts';
import type { Field } from '../../../http/form.ts';
import { headerValues } from '../../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { CLIENT_CHECKS, authenticateClient } from '../client/client-authentication.ts';
import type { Context, Endpoint } from '../context.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import { isConfidential } from '../client/registration.ts';
import type { Client } from '../client/registration.ts';
import { noStore, oauthError, privateJson } from '../respond.ts';
import type { OAuthError } from '../respond.ts';
import { STATE_CHECKS, stateOfToken } from './token-state.ts';
import type { TokenState } from './token-state.ts';

bringChecks(introspectionChecks);

/** The media type of a signed answer. RFC 9701 §5 */
const SIGNED = 'application/token-introspection+jwt';

/** Does the caller ask for a signed answer? A weight of zero says that it does not want one. RFC 9701 §4; RFC 9110 §12.4.2 */
function asksSigned(request: HttpRequest): boolean {
  const types = headerValues(request, 'accept').flatMap((value) => value.split(','));
  return types.some((type) => {
    const [name, ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
    return name === SIGNED && !parameters.some((one) => /^q=0(?:\.0{0,3})?$/.test(one));
  });
}

const CREDENTIALS = ['client_id', 'client_secret', 'client_assertion'];

function isAnonymous(request: HttpRequest, fields: readonly Field[]): boolean {
  return headerValues(request, 'authorization').length === 0 && CREDENTIALS.every((name) => parameter(fields, name) === undefined);
}

const NOBODY: OAuthError = { status: 401, error: 'invalid_client', description: 'The caller did not prove who it is.' };

/** Who asks; undefined where nobody said, and that is let through. RFC 7662 §2.1 */
async function callerOf(
  request: HttpRequest,
  fields: readonly Field[],
  context: Context,
): Promise<{ readonly caller: Client | undefined } | { readonly refusal: OAuthError }> {
  const { span } = context;
  const expected = 'a confidential client';
  if (isAnonymous(request, fields))
    return span.check('introspection.caller', failed(expected, 'nobody')) ? { caller: undefined } : { refusal: NOBODY };
  span.plan(...CLIENT_CHECKS);
  const authenticated = await authenticateClient(request, fields, context);
  if ('refusal' in authenticated) return authenticated;
  const { client } = authenticated;
  const proven = isConfidential(client) ? passed(client.name, expected) : failed(expected, 'a public client, whose name anybody can say');
  return span.check('introspection.caller', proven) ? { caller: client } : { refusal: NOBODY };
}

/** May this caller know of this token? RFC 7662 §4; RFC 9701 §5 */
function meantFor(caller: Client | undefined, { audiences, holder }: TokenState): Finding {
  const serves = caller?.serves ?? [];
  if (holder !== undefined)
    return { passed: holder === caller?.id, expected: `asked about by ${holder}`, received: caller?.id ?? 'nobody' };
  return {
    passed: audiences.some((audience) => serves.includes(audience)),
    expected: `a token for ${serves.join(' or ') || 'the caller, which serves nothing'}`,
    received: `a token for ${audiences.join(' and ') || 'nobody'}`,
  };
}

async function signedAnswer({ span, config }: Context, caller: Client, introspection: JsonObject): Promise<HttpResponse> {
  const { issuer } = config;
  const key = config.keys.current().idToken;
  // No exp and no sub beside it: an answer about a token must never pass for a token. RFC 9701 §5, §8.1
  const claims = { iss: issuer, aud: caller.id, iat: Math.floor(span.now() / 1000), token_introspection: introspection };
  const body = await signCompact({ alg: key.alg, typ: 'token-introspection+jwt', kid: key.kid }, claims, key);
  return { status: 200, headers: [['Content-Type', SIGNED], ...noStore(span)], body };
}

/**
 * The introspection endpoint: a resource server asks whether a token is live and what it says. Of one
 * that is not, or not for the caller, it learns nothing else. RFC 7662 §2; signed: RFC 9701 §4, §5
 */
export const introspect: Endpoint = async (request, context) => {
  const { span } = context;
  span.plan('http.parameter-once', 'introspection.caller', ...STATE_CHECKS, 'introspection.audience');
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const signed = asksSigned(request);
  const asking = await callerOf(request, fields, context);
  if (!once) return oauthError(span, { status: 400, error: 'invalid_request', description: 'A parameter was sent more than once.' });
  if ('refusal' in asking) return oauthError(span, signed ? { ...asking.refusal, status: 400 } : asking.refusal);

  const { caller } = asking;
  const token = parameter(fields, 'token');
  if (token === undefined) {
    span.check('introspection.audience', failed('a token', 'no token', 'the token is missing'));
    return oauthError(span, { status: 400, error: 'invalid_request', description: 'The token is missing.' });
  }
  const state = await stateOfToken(token, context);
  const meant = span.check('introspection.audience', meantFor(caller, state));
  const answer = state.live && meant ? { active: true, ...state.members } : { active: false };
  return signed && caller ? signedAnswer(context, caller, answer) : privateJson(span, 200, answer);
};
