import type { CheckId } from '../../../checks/catalogue.ts';
import { base64url } from '../../../http/encoding.ts';
import { queryFields } from '../../../http/form.ts';
import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { late } from '../../late.ts';
import { findClient } from '../client/clients.ts';
import type { Context, Endpoint } from '../context.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { forbiddenRepeats, formFields, parameter, parametersOnce } from '../parameters.ts';
import type { Client } from '../client/registration.ts';
import { errorToClient } from './answer/error-to-client.ts';
import { REQUEST_CHECKS, judgeRequest } from './judge-request.ts';
import { PROCEED_CHECKS, proceed } from './proceed.ts';
import type { Taken } from '../pushed/take-pushed.ts';

/** What the authorization endpoint checks of every request before it asks the user anything, in order; for `span.plan`. */
export const AUTHORIZE_CHECKS = [
  'authorize.client-known',
  'authorize.request-uri-pushed',
  ...REQUEST_CHECKS,
] as const satisfies readonly CheckId[];

/** Without a client, or an address it registered, there is nobody to send an error to. RFC 6749 §4.1.2.1 */
const PAGE_ONLY = ['client_id', 'redirect_uri'];

const pushedRequest = late<[readonly Field[], Client, Context, boolean], Taken>(() =>
  import('../pushed/take-pushed.ts').then(({ takePushed }) => takePushed),
);

/** The request to judge: the one sent, or the one that was pushed and is named here. RFC 9126 §4 */
function requestMeant(sent: readonly Field[], client: Client, context: Context, once: boolean): Taken | Promise<Taken> {
  if (client.requirePushedAuthorizationRequests || parameter(sent, 'request_uri') !== undefined)
    return pushedRequest(sent, client, context, once);
  context.span.check('authorize.request-uri-pushed', passed('none', 'no request_uri'));
  return { client, fields: sent };
}

/**
 * The authorization endpoint. Errors about client, redirect URI or request URI are shown to the user and
 * never redirected; every other error goes back to the client. RFC 6749 §4.1.1, §4.1.2.1; OpenID Connect Core §3.1.2
 */
export const authorize: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store } = context;
  span.plan('http.parameter-once', ...AUTHORIZE_CHECKS, ...PROCEED_CHECKS);
  const sent = request.method === 'POST' ? formFields(request) : queryFields(request.url);
  const once = span.check('http.parameter-once', parametersOnce(sent));

  const clientId = parameter(sent, 'client_id');
  const asking = await findClient(context, clientId);
  span.check(
    'authorize.client-known',
    asking ? passed(asking.id, 'a registered client') : failed('a registered client', clientId ?? 'no client_id'),
  );
  if (!asking) return errorPage(span, 400, 'invalid_request', 'No app is registered under this client_id.', clientId);

  const taken = await requestMeant(sent, asking, context, once);
  if ('refused' in taken) return taken.refused;
  const { client, fields } = taken;
  const { redirectUri, refusal, asked } = await judgeRequest(fields, client, context, once);
  if (redirectUri === undefined)
    return errorPage(span, 400, 'invalid_request', 'The app is not registered for this redirect_uri.', parameter(fields, 'redirect_uri'));
  if (!once && forbiddenRepeats(sent).some((name) => PAGE_ONLY.includes(name)))
    return errorPage(span, 400, 'invalid_request', 'client_id or redirect_uri was sent more than once.');
  if (refusal) return errorToClient(request, context, { ...asked, redirectUri }, ...refusal);

  const known = sessionOf(request, context);
  const session = known ?? openSession(context);
  const pending = {
    id: base64url(span.random(18)),
    sessionId: session.id,
    freshUntil: 0,
    resumeAt: '/authorize/resume',
    client,
    parameters: { ...asked, redirectUri },
  };
  store.pending.set(pending.id, pending);
  return proceed(request, context, pending, session, { headers: known ? [] : [sessionCookie(session, context)] });
};
