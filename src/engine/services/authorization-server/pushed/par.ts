import { bringChecks } from '../../../checks/catalogue.ts';
import { pushedRequestChecks } from '../../../checks/authorization-server/pushed-requests.ts';
import { base64url } from '../../../http/encoding.ts';
import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { compared } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { forgetWhere } from '../../bounded-map.ts';
import { REQUEST_CHECKS, judgeRequest } from '../authorize/judge-request.ts';
import { CLIENT_CHECKS, authenticateClient } from '../client/client-authentication.ts';
import type { Context, Endpoint } from '../context.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import { oauthError, privateJson } from '../respond.ts';
import { underPushedKey } from './bound-request.ts';
import { PUSHED_LIFETIME, REQUEST_URI } from './pushed-request.ts';

bringChecks(pushedRequestChecks);

/** Milliseconds for which a request that was used, or is too old, is still told so. */
const REMEMBERED = 60 * PUSHED_LIFETIME * 1000;

/** What proves the client, and what may not be in a pushed request: neither is kept. RFC 9126 §2.1 */
const NOT_KEPT = ['client_secret', 'client_assertion', 'client_assertion_type', 'request_uri'];

function noRequestUri(fields: readonly Field[]): Finding {
  const uri = parameter(fields, 'request_uri');
  return { passed: uri === undefined, expected: 'no request_uri', received: uri ?? 'none' };
}

/** Errors of the authorization endpoint, as JSON to the client alone. RFC 9126 §2.3 */
function refuse({ span }: Context, error: string, description: string): HttpResponse {
  return privateJson(span, 400, { error, error_description: description });
}

/**
 * The pushed authorization request endpoint: the client proves itself, its request passes every check
 * of the authorization endpoint, and what it gets is a name for that request. RFC 9126 §2
 */
export const par: Endpoint = async (request, context) => {
  const { span } = context;
  span.plan('http.parameter-once', ...CLIENT_CHECKS, 'par.no-request-uri', 'authorize.client-known', ...REQUEST_CHECKS);
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const authenticated = await authenticateClient(request, fields, context);
  if (!once) return refuse(context, 'invalid_request', 'A parameter was sent more than once.');
  if ('refusal' in authenticated) return oauthError(span, authenticated.refusal);

  return underPushedKey(request, fields, context, (bound) => push(bound, authenticated.client, once, context));
};

async function push(fields: readonly Field[], client: Client, once: boolean, context: Context): Promise<HttpResponse> {
  const { span, store } = context;
  const itself = span.check('par.no-request-uri', noRequestUri(fields));
  const named = span.check('authorize.client-known', compared(client.id, parameter(fields, 'client_id')));
  const { redirectUri, refusal } = await judgeRequest(fields, client, context, once);
  if (!itself) return refuse(context, 'invalid_request', 'A pushed request cannot hold a request_uri.');
  if (!named) return refuse(context, 'invalid_request', 'client_id is missing.');
  if (redirectUri === undefined) return refuse(context, 'invalid_request', 'The client is not registered for this redirect_uri.');
  if (refusal) return refuse(context, ...refusal);

  const uri = `${REQUEST_URI}${base64url(span.random(32))}`;
  const kept = fields.filter(([name]) => !NOT_KEPT.includes(name));
  forgetWhere(store.pushed, ({ at }) => span.now() - at > REMEMBERED);
  store.pushed.set(uri, { clientId: client.id, fields: kept, at: span.now(), used: false });
  return privateJson(span, 201, { request_uri: uri, expires_in: PUSHED_LIFETIME });
}
