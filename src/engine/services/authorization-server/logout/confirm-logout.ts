import { bringChecks } from '../../../checks/catalogue.ts';
import { logoutChecks } from '../../../checks/authorization-server/logout.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { formTokenMatches } from '../../../protocol/authorization/authorization-response.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Endpoint } from '../context.ts';
import { sessionOf } from '../cookie.ts';
import { errorPage, page } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { PendingLogout, Session } from '../store.ts';
import { endSession } from './end-session.ts';

bringChecks(logoutChecks);

function decided(decision: string | undefined, pending: PendingLogout | undefined, session: Session | undefined): Finding {
  const expected = 'a user who was asked, and said yes';
  if (!pending || pending.sessionId !== session?.id) return failed(expected, 'no question that was asked in this session');
  return decision === 'log-out' ? passed('the user said yes', expected) : failed(expected, 'the user said no');
}

/** Takes the answer of the user who was asked about a logout. RP-Initiated Logout §2 */
export const confirmLogout: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store } = context;
  span.plan('http.parameter-once', 'login.form-token', 'logout.confirmed');
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const id = parameter(fields, 'logout') ?? '';
  const pending = store.pendingLogouts.get(id);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', formTokenMatches(parameter(fields, 'form_token'), session?.formToken));
  const yes = span.check('logout.confirmed', decided(parameter(fields, 'decision'), pending, session));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs) return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session.');
  store.pendingLogouts.delete(id);
  if (!yes) return page(span, 200, 'You are still logged in', () => '<p>Nothing was ended.</p>');
  return endSession(context, session, pending?.returnTo);
};
