import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { formTokenMatches } from '../../../protocol/authorization/authorization-response.ts';
import { passwordMatches } from '../../../protocol/client/client-secret.ts';
import { failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import { late } from '../../late.ts';
import type { Context, Endpoint } from '../context.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { AwaitingLogin, Session } from '../store.ts';
import { seeOther } from './answer.ts';
import { loggedInPage, loginPage } from './pages.ts';

/** Was this form made for the session it comes back in, and for a request of that session? */
export function formBelongs(sent: string | undefined, session: Session | undefined, pending: AwaitingLogin | undefined): Finding {
  if (session && pending && pending.sessionId !== session.id) return failed('a request of this session', 'a request of another session');
  return formTokenMatches(sent, session?.formToken);
}

/** A session for whoever has just logged in: a new one, so that nobody can have planted its id. */
function renew(context: Context, old: Session | undefined, sub: string): Session {
  const { span, store } = context;
  const login = { sub, at: span.now() };
  const renewed = span.duty('login.session-renewed', 'a new session id');
  if (old && renewed) store.sessions.delete(old.id);
  const session = renewed || !old ? openSession(context, login) : { ...old, login };
  store.sessions.set(session.id, session);
  return session;
}

const throttleLogin = late(async () => (await import('../throttle.ts')).throttleLogin);

/** The longest name that is remembered of somebody who is not known. */
const NAME_LIMIT = 100;

/** Takes the login form. A success leads on with 303, so that the password goes no further. RFC 9700 §4.12 */
export const login: Endpoint = async (request: HttpRequest, context: Context): Promise<HttpResponse> => {
  const { span, store, config } = context;
  span.plan('http.parameter-once', 'login.form-token', 'login.password');
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const id = parameter(fields, 'request') ?? '';
  const pending: AwaitingLogin | undefined = store.pending.get(id) ?? store.waitingDevices.get(id);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', formBelongs(parameter(fields, 'form_token'), session, pending));
  const name = parameter(fields, 'username') ?? '';
  const user = config.users.find(({ sub }) => sub === name);
  const finding = passwordMatches(parameter(fields, 'password'), user?.password);
  const failures = user ? store.wrongPasswords : store.wrongNames;
  const attempt = { failures, key: name.slice(0, NAME_LIMIT), wrong: !finding.passed && !span.isOff('login.password') };
  const counted = once && belongs && (attempt.wrong || failures.has(attempt.key));
  const wait = counted ? await throttleLogin(context, attempt) : undefined;
  const knows = span.check('login.password', finding);

  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs)
    return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Go back to the app and start again.');
  if (wait) return wait;
  if (!knows || !user) {
    const current = session ?? openSession(context);
    return loginPage(context, pending, current, true, session ? [] : [sessionCookie(current, context)]);
  }
  const renewed = renew(context, session, user.sub);
  const cookie = sessionCookie(renewed, context);
  if (!pending) return loggedInPage(context, user.sub, [cookie]);
  pending.sessionId = renewed.id;
  pending.freshLogin = true;
  const onward = seeOther(
    request,
    `${config.issuer}${pending.resumeAt}?${new URLSearchParams({ request: pending.id }).toString()}`,
    context,
  );
  return { ...onward, headers: [...onward.headers, cookie] };
};
