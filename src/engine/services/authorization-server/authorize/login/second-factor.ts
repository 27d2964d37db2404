import { bringChecks } from '../../../../checks/catalogue.ts';
import { stepUpChecks } from '../../../../checks/resource-server/step-up.ts';
import type { HttpRequest, HttpResponse } from '../../../../http/message.ts';
import { ACR } from '../../../../protocol/authentication/acr.ts';
import { loginStrongEnough } from '../../../../protocol/authentication/login-strength.ts';
import { judgeCode } from '../../../../protocol/authentication/one-time-code.ts';
import type { JudgedCode } from '../../../../protocol/authentication/one-time-code.ts';
import { failed } from '../../../../protocol/finding.ts';
import type { Finding } from '../../../../protocol/finding.ts';
import type { Context, Endpoint } from '../../context.ts';
import { openSession, renewSession, sessionCookie, sessionOf } from '../../cookie.ts';
import { errorPage } from '../../page.ts';
import { formFields, parameter, parametersOnce } from '../../parameters.ts';
import type { PendingRequest } from '../../store.ts';
import { throttleLogin } from '../../throttle.ts';
import { formBelongs, goOn } from './login.ts';
import { loggedInPage, loginPage } from '../pages.ts';
import { secondFactorPage } from './second-factor-page.ts';
import { unmet } from './step-up.ts';

bringChecks(stepUpChecks);

/** Wrong codes that may be typed for one request; a million guesses would find one. */
const MOST_WRONG_CODES = 5;

/** Of two forms with one code that come at once only one finds it unused: nothing waits between this and its use. RFC 6238 §5.2 */
function usedMeanwhile({ finding, step }: JudgedCode, usedUpTo: number | undefined): Finding {
  const used = finding.passed && step !== undefined && usedUpTo !== undefined && step <= usedUpTo;
  return used ? failed(finding.expected ?? 'a code not used before', 'a code that was used before', 'that code was used before') : finding;
}

/** The user has no code. Unless that check is off, the request ends here. */
function withoutCode(
  request: HttpRequest,
  context: Context,
  pending: PendingRequest,
  acr: string | undefined,
): Promise<HttpResponse> | undefined {
  const wanted = pending.parameters.acr ?? [];
  return context.span.check('authorize.acr', loginStrongEnough(acr, wanted)) ? undefined : unmet(request, context, pending);
}

/**
 * Takes the one-time code. It makes the login stronger, and never is a login by itself: the password
 * came before, in the same session. RFC 6238 §5.2; OpenID Connect Core §3.1.2.3
 */
export const secondFactor: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store, config } = context;
  span.plan('http.parameter-once', 'login.form-token', 'login.second-factor');
  const fields = formFields(request);
  const session = sessionOf(request, context);
  const pending = store.pending.get(parameter(fields, 'request') ?? '');
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const belongs = span.check('login.form-token', formBelongs(parameter(fields, 'form_token'), session, pending));
  const login = session?.login;
  const user = config.users.find(({ sub }) => sub === login?.sub);
  const cancelled = pending !== undefined && parameter(fields, 'decision') === 'cancel';
  const sub = user?.sub ?? '';
  const usedUpTo = store.usedCodes.get(sub);
  const judged = await judgeCode(parameter(fields, 'one_time_code'), user?.authenticator, { now: span.now(), usedUpTo });
  const finding = usedMeanwhile(judged, store.usedCodes.get(sub));
  const wrong = !finding.passed && !span.isOff('login.second-factor');
  const counted = once && belongs && user !== undefined && !cancelled && (wrong || store.wrongOneTimeCodes.has(sub));
  const attempt = { failures: store.wrongOneTimeCodes, key: sub, wrong, refusal: 'too many wrong one-time codes came for this account' };
  const wait = counted ? throttleLogin(context, attempt) : undefined;
  const right = cancelled || span.check('login.second-factor', finding);

  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs)
    return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Go back to the app and start again.');
  if (wait) return wait;
  if (!session || !login || !user) return loginPage(context, pending, session ?? openSession(context), false);
  if (cancelled)
    return (await withoutCode(request, context, pending, login.acr)) ?? goOn(request, context, pending, sessionCookie(session, context));
  if (!right) {
    if (!pending) return errorPage(span, 400, 'invalid_request', 'That code is wrong. Go back to the app and start again.');
    pending.wrongCodes = (pending.wrongCodes ?? 0) + 1;
    if (pending.wrongCodes >= MOST_WRONG_CODES) return unmet(request, context, pending);
    return secondFactorPage(context, { pending, session, user, failed: true });
  }
  if (judged.step !== undefined) store.usedCodes.set(user.sub, judged.step);
  const amr = [...new Set([...(login.amr ?? []), 'otp', 'mfa'])];
  const renewed = renewSession(context, session, { ...login, acr: ACR.twoFactors, amr });
  const cookie = sessionCookie(renewed, context);
  if (!pending) return loggedInPage(context, user.sub, [cookie]);
  pending.sessionId = renewed.id;
  return goOn(request, context, pending, cookie);
};
