import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { parseScope } from '../../../protocol/authorization/scope.ts';
import { allowedScopes } from '../allowed-scopes.ts';
import type { Context, Endpoint } from '../context.ts';
import { sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { AuthorizationParameters, PendingRequest, Session } from '../store.ts';
import { redirectError } from './answer/answer.ts';
import { formBelongs } from './login/login.ts';
import { PROCEED_CHECKS, proceed } from './proceed.ts';
import { requestStored } from './resume.ts';

const FORM_FIELDS = ['request', 'form_token', 'decision'];

function boundToStored(fields: readonly Field[], pending: PendingRequest | undefined, session: Session | undefined): Finding {
  const extra = fields.map(([name]) => name).filter((name) => !FORM_FIELDS.includes(name));
  if (extra.length > 0) return failed('the decision, and nothing about the request', `${extra.slice(0, 5).join(', ')} in the form`);
  return requestStored(pending, session);
}

/** Stands in where the check is off: the form may rewrite what the user was shown. CVE-2021-27582 is this fault. */
function rebound(stored: AuthorizationParameters, fields: readonly Field[]): AuthorizationParameters {
  const redirectUri = parameter(fields, 'redirect_uri');
  const scope = parameter(fields, 'scope');
  return {
    ...stored,
    state: parameter(fields, 'state') ?? stored.state,
    redirectUri: redirectUri !== undefined && URL.canParse(redirectUri) ? redirectUri : stored.redirectUri,
    scope: scope === undefined ? stored.scope : parseScope(scope),
  };
}

function remember(context: Context, { clientId, scope }: AuthorizationParameters, sub: string): void {
  const scopes = new Set([...allowedScopes(context, sub, clientId), ...scope]);
  context.store.consents.set(`${sub} ${clientId}`, { scopes, at: context.span.now() });
}

/** Takes the consent form. What is allowed is what was stored and shown, whatever else the form says. RFC 6749 §10.2 */
export const consent: Endpoint = (request, context): HttpResponse | Promise<HttpResponse> => {
  const { span, store } = context;
  span.plan('http.parameter-once', 'login.form-token', 'consent.parameters-bound', ...PROCEED_CHECKS);
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const stored = store.pending.get(parameter(fields, 'request') ?? '');
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', formBelongs(parameter(fields, 'form_token'), session, stored));
  const bound = span.check('consent.parameters-bound', boundToStored(fields, stored, session));

  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs)
    return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Go back to the app and start again.');
  if (!bound || !stored || !session)
    return errorPage(span, 400, 'invalid_request', 'Only the request you were shown can be allowed. Go back to the app and start again.');

  const pending = span.isOff('consent.parameters-bound') ? { ...stored, parameters: rebound(stored.parameters, fields) } : stored;
  const { login } = session;
  if (!login) return proceed(request, context, pending, session);
  const allowed = parameter(fields, 'decision') === 'allow';
  if (!allowed && !span.check('consent.shown', failed('the user allows it', 'the user said no'))) {
    store.pending.delete(pending.id);
    return redirectError(request, context, pending.parameters, 'access_denied', 'The user said no.');
  }
  if (allowed) remember(context, pending.parameters, login.sub);
  return proceed(request, context, pending, session, { consented: true });
};
