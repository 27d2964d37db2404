import { queryFields } from '../../../http/form.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Endpoint } from '../context.ts';
import { sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { parameter, parametersOnce } from '../parameters.ts';
import type { AwaitingLogin, Session } from '../store.ts';
import { PROCEED_CHECKS, proceed } from './proceed.ts';

/** Is there a stored request, and did it come in this session? */
export function requestStored(pending: AwaitingLogin | undefined, session: Session | undefined): Finding {
  const expected = 'a stored request of this session';
  if (!pending) return failed(expected, 'no stored request', 'it keeps no such request');
  if (!session) return failed(expected, 'no session', 'the browser brings no session');
  return pending.sessionId === session.id ? passed(expected, expected) : failed(expected, 'a request of another session');
}

/** Goes on with a stored request after the login. */
export const resume: Endpoint = (request, context) => {
  const { span, store } = context;
  const fields = queryFields(request.url);
  span.plan('http.parameter-once', 'consent.parameters-bound', ...PROCEED_CHECKS);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const session = sessionOf(request, context);
  const pending = store.pending.get(parameter(fields, 'request') ?? '');
  const bound = span.check('consent.parameters-bound', requestStored(pending, session));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A parameter was sent more than once.');
  if (!bound || !pending || !session)
    return errorPage(span, 400, 'invalid_request', 'This request is not known in your session. Go back to the app and start again.');
  return proceed(request, context, pending, session);
};
