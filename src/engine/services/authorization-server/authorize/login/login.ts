import type { Field } from '../../../../http/form.ts';
import type { Header, HttpRequest, HttpResponse } from '../../../../http/message.ts';
import { formTokenMatches } from '../../../../protocol/authorization/authorization-response.ts';
import { passwordMatches } from '../../../../protocol/client/client-secret.ts';
import { ACR } from '../../../../protocol/authentication/acr.ts';
import { failed } from '../../../../protocol/finding.ts';
import type { Finding } from '../../../../protocol/finding.ts';
import { late } from '../../../late.ts';
import type { User } from '../../client/registration.ts';
import type { Context, Endpoint } from '../../context.ts';
import { openSession, renewSession, sessionCookie, sessionOf } from '../../cookie.ts';
import { errorPage } from '../../page.ts';
import { formFields, parameter, parametersOnce } from '../../parameters.ts';
import type { AwaitingLogin, Login, Session } from '../../store.ts';
import type { Attempt } from '../../throttle.ts';
import { seeOther } from '../answer/see-other.ts';
import { loggedInPage, loginPage } from '../pages.ts';

/** Was this form made for the session it comes back in, and for a request of that session? */
export function formBelongs(sent: string | undefined, session: Session | undefined, pending: AwaitingLogin | undefined): Finding {
  if (session && pending && pending.sessionId !== session.id) return failed('a request of this session', 'a request of another session');
  return formTokenMatches(sent, session?.formToken);
}

/** The same for a form that asks who the user is: it may have been shown before a login in another tab. */
export function loginFormBelongs(...[sent, session, pending]: Parameters<typeof formBelongs>): Finding {
  const finding = formBelongs(sent, session, pending);
  return finding.passed || !pending || session?.loginFormToken === undefined
    ? finding
    : formBelongs(sent, { ...session, formToken: session.loginFormToken }, pending);
}

const throttleLogin = late(async () => (await import('../../throttle.ts')).throttleLogin);

/** The longest name that is remembered of somebody who is not known. */
const NAME_LIMIT = 100;

/** A try of a password, counted wherever it comes: at the login page or at the token endpoint. */
export function attemptOf({ config, store, span }: Context, name: string, wrong: boolean): Attempt {
  const known = config.users.some(({ sub }) => sub === name);
  const failures = known ? store.wrongPasswords : store.wrongNames;
  return { failures, key: name.slice(0, NAME_LIMIT), wrong: wrong && !span.isOff('login.password') };
}

const endLogin = late(async () => (await import('../../logout/end-session.ts')).endLogin);

/**
 * The session of whoever has just logged in. Where somebody else was logged in in this browser, that is
 * over: here, and at the apps. Back-Channel Logout §2.5
 */
export async function enterSession(context: Context, old: Session | undefined, who: Omit<Login, 'sid'>): Promise<Session> {
  const before = old?.login;
  const session = renewSession(context, old, who);
  if (before && before.sub !== who.sub) await endLogin(context, before);
  return session;
}

/**
 * Judges the name and the password in a form, and counts a wrong try: the user, if it is one, or the page that says to wait.
 * @param accepted whether nothing before was refused; only then is a try counted
 */
export async function judgePassword(
  fields: readonly Field[],
  context: Context,
  accepted: boolean,
): Promise<{ readonly user?: User | undefined; readonly wait?: HttpResponse | undefined }> {
  const name = parameter(fields, 'username') ?? '';
  const user = context.config.users.find(({ sub }) => sub === name);
  const finding = passwordMatches(parameter(fields, 'password'), user?.password);
  const attempt = attemptOf(context, name, !finding.passed);
  const counted = accepted && (attempt.wrong || attempt.failures.has(attempt.key));
  const wait = counted ? await throttleLogin(context, attempt) : undefined;
  return context.span.check('login.password', finding) ? { user, wait } : { wait };
}

/** Takes the login form. A success leads on with 303, so that the password goes no further. RFC 9700 §4.12 */
export const login: Endpoint = async (request: HttpRequest, context: Context): Promise<HttpResponse> => {
  const { span, store } = context;
  span.plan('http.parameter-once', 'login.form-token', 'login.password');
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const id = parameter(fields, 'request') ?? '';
  const pending: AwaitingLogin | undefined = store.pending.get(id) ?? store.waitingDevices.get(id);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', loginFormBelongs(parameter(fields, 'form_token'), session, pending));
  const { user, wait } = await judgePassword(fields, context, once && belongs);

  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs)
    return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Go back to the app and start again.');
  if (wait) return wait;
  if (!user) {
    const current = session ?? openSession(context);
    return loginPage(context, pending, current, true, session ? [] : [sessionCookie(current, context)]);
  }
  const renewed = await enterSession(context, session, { sub: user.sub, at: span.now(), acr: ACR.password, amr: ['pwd'] });
  const cookie = sessionCookie(renewed, context);
  if (!pending) return loggedInPage(context, user.sub, [cookie]);
  loggedInFor(pending, renewed, context);
  return goOn(request, context, pending, cookie);
};

/** Milliseconds for which a login counts as new for the request that asked for it: a page left open is no new login. */
const FRESH_FOR = 600_000;

/** Somebody has logged in for what waits, which goes on in the new session. OpenID Connect Core §3.1.2.1 */
export function loggedInFor(pending: AwaitingLogin, session: Session, { span }: Context): void {
  pending.sessionId = session.id;
  pending.freshUntil = span.now() + FRESH_FOR;
}

/** Leads back to what waits for the login, with the cookie of the session that whoever logged in has now. */
export function goOn(request: HttpRequest, context: Context, { id, resumeAt }: AwaitingLogin, cookie: Header): HttpResponse {
  const onward = seeOther(request, `${context.config.issuer}${resumeAt}?${new URLSearchParams({ request: id }).toString()}`, context);
  return { ...onward, headers: [...onward.headers, cookie] };
}
