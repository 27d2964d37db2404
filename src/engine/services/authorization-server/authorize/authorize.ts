import type { CheckId } from '../../../checks/catalogue.ts';
import { base64url } from '../../../http/encoding.ts';
import { queryFields } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { findClient } from '../clients.ts';
import type { Endpoint } from '../context.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { forbiddenRepeats, formFields, parameter, parametersOnce } from '../parameters.ts';
import { redirectError } from './answer.ts';
import { REQUEST_CHECKS, judgeRequest } from './judge-request.ts';
import { PROCEED_CHECKS, proceed } from './proceed.ts';
import { requestUriPushed } from './request-object.ts';

/** What the authorization endpoint checks of every request before it asks the user anything, in order; for `span.plan`. */
export const AUTHORIZE_CHECKS = [
  'authorize.client-known',
  'authorize.request-uri-pushed',
  ...REQUEST_CHECKS,
] as const satisfies readonly CheckId[];

/** Without a client, or an address it registered, there is nobody to send an error to. RFC 6749 §4.1.2.1 */
const PAGE_ONLY = ['client_id', 'redirect_uri'];

/**
 * The authorization endpoint. Errors about client, redirect URI or request URI are shown to the user and
 * never redirected; every other error goes back to the client. RFC 6749 §4.1.1, §4.1.2.1; OpenID Connect Core §3.1.2
 */
export const authorize: Endpoint = (request, context): HttpResponse => {
  const { span, store } = context;
  span.plan('http.parameter-once', ...AUTHORIZE_CHECKS, ...PROCEED_CHECKS);
  const fields = request.method === 'POST' ? formFields(request) : queryFields(request.url);
  const once = span.check('http.parameter-once', parametersOnce(fields));

  const clientId = parameter(fields, 'client_id');
  const client = findClient(context, clientId);
  span.check(
    'authorize.client-known',
    client ? passed(client.id, 'a registered client') : failed('a registered client', clientId ?? 'no client_id'),
  );
  if (!client) return errorPage(span, 400, 'invalid_request', 'No app is registered under this client_id.', clientId);

  const pushed = span.check('authorize.request-uri-pushed', requestUriPushed(fields));
  const { redirectUri, refusal, asked } = judgeRequest(fields, client, context, once);
  if (!pushed) return errorPage(span, 400, 'invalid_request_uri', 'The request_uri was not pushed here.', parameter(fields, 'request_uri'));
  if (redirectUri === undefined)
    return errorPage(span, 400, 'invalid_request', 'The app is not registered for this redirect_uri.', parameter(fields, 'redirect_uri'));
  if (!once && forbiddenRepeats(fields).some((name) => PAGE_ONLY.includes(name)))
    return errorPage(span, 400, 'invalid_request', 'client_id or redirect_uri was sent more than once.');
  if (refusal) return redirectError(request, context, { redirectUri, state: asked.state }, ...refusal);

  const known = sessionOf(request, context);
  const session = known ?? openSession(context);
  const pending = { id: base64url(span.random(18)), sessionId: session.id, freshLogin: false, parameters: { ...asked, redirectUri } };
  store.pending.set(pending.id, pending);
  return proceed(request, context, pending, session, { headers: known ? [] : [sessionCookie(session, context)] });
};
