import { bringChecks } from '../../../checks/catalogue.ts';
import { deviceChecks } from '../../../checks/authorization-server/device.ts';
import { base64url } from '../../../http/encoding.ts';
import { queryFields } from '../../../http/form.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { readUserCode } from '../../../protocol/device/user-code.ts';
import { formBelongs } from '../authorize/login/login.ts';
import { loginPage } from '../authorize/pages.ts';
import type { Context, Endpoint } from '../context.ts';
import { openSession, sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import { confirmDevice } from './confirm.ts';
import { userCodeWaits } from './device-authorization.ts';
import { userCodePage, waitPage } from './pages.ts';
import { fewWrongCodes, rememberWrongCode, secondsToWait } from './throttle.ts';

bringChecks(deviceChecks);

function ask(request: HttpRequest, context: Context): HttpResponse {
  const fields = queryFields(request.url);
  const once = context.span.check('http.parameter-once', parametersOnce(fields));
  if (!once) return errorPage(context.span, 400, 'invalid_request', 'A parameter was sent more than once.');
  const known = sessionOf(request, context);
  const session = known ?? openSession(context);
  const headers = known ? [] : [sessionCookie(session, context)];
  return userCodePage(context, session, { typed: parameter(fields, 'user_code') ?? '', headers });
}

function take(request: HttpRequest, context: Context): HttpResponse | Promise<HttpResponse> {
  const { span, store } = context;
  span.plan('login.form-token', 'device.user-code-throttle', 'device.state', 'device.confirm');
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const session = sessionOf(request, context);
  const belongs = span.check('login.form-token', formBelongs(parameter(fields, 'form_token'), session, undefined));
  const few = span.check('device.user-code-throttle', fewWrongCodes(store, session?.id, span.now()));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs) return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Open the page again.');
  if (!few) return waitPage(context, secondsToWait(store, span.now()));

  const typed = parameter(fields, 'user_code') ?? '';
  const code = readUserCode(typed);
  const [deviceCode, device] = [...store.devices].find(([, { userCode }]) => userCode === code) ?? [];
  const waits = span.check('device.state', userCodeWaits(device, span.now()));
  const current = session ?? openSession(context);
  if (!waits || !device || deviceCode === undefined) {
    rememberWrongCode(store, current.id, span.now());
    return userCodePage(context, current, { typed, wrong: true, headers: session ? [] : [sessionCookie(current, context)] });
  }
  const waiting = {
    id: base64url(span.random(18)),
    sessionId: current.id,
    freshUntil: 0,
    resumeAt: '/device/confirm',
    deviceCode,
    parameters: { clientId: device.clientId },
  };
  store.waitingDevices.set(waiting.id, waiting);
  if (!current.login) return loginPage(context, waiting, current, false, session ? [] : [sessionCookie(current, context)]);
  return confirmDevice(context, waiting, device, current);
}

/** The page where a user types the code of a device. RFC 8628 §3.3 */
export const devicePage: Endpoint = (request, context) => {
  context.span.plan('http.parameter-once');
  return request.method === 'POST' ? take(request, context) : ask(request, context);
};
