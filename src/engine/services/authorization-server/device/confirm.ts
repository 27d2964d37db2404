import { bringChecks } from '../../../checks/catalogue.ts';
import { deviceChecks } from '../../../checks/authorization-server/device.ts';
import { queryFields } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { formBelongs } from '../authorize/login/login.ts';
import { loginPage } from '../authorize/pages.ts';
import { requestStored } from '../authorize/resume.ts';
import type { Context, Endpoint } from '../context.ts';
import { sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import { formFields, parameter, parametersOnce } from '../parameters.ts';
import type { Session, WaitingDevice } from '../store.ts';
import { userCodeWaits } from './device-authorization.ts';
import type { DeviceAuthorization } from './device-authorization.ts';
import { confirmPage, donePage } from './pages.ts';

bringChecks(deviceChecks);

function answer({ store }: Context, waiting: WaitingDevice, device: DeviceAuthorization, login: Session['login'], allowed: boolean): void {
  store.waitingDevices.delete(waiting.id);
  if (login) device.answer = { allowed, sub: login.sub, authTime: login.at, acr: login.acr, amr: login.amr, sid: login.sid };
}

/** Asks the user about a device; where that is left out, typing the code has been enough. RFC 8628 §3.3, §5.4; CVE-2023-2585 */
export function confirmDevice(
  context: Context,
  waiting: WaitingDevice,
  device: DeviceAuthorization,
  session: Session,
): HttpResponse | Promise<HttpResponse> {
  const { span } = context;
  if (!span.isOff('device.confirm')) return confirmPage(context, waiting, device, session);
  span.check('device.confirm', failed('the user confirms device, client and scopes', 'nobody was asked'));
  answer(context, waiting, device, session.login, true);
  return donePage(context, true);
}

/** Shows which device asks for what, and takes the answer. RFC 8628 §3.3 */
export const deviceConfirm: Endpoint = (request, context): HttpResponse | Promise<HttpResponse> => {
  const { span, store } = context;
  const posted = request.method === 'POST';
  span.plan('http.parameter-once', ...(posted ? (['login.form-token'] as const) : []), 'consent.parameters-bound', 'device.state');
  span.plan('device.confirm');
  const fields = posted ? formFields(request) : queryFields(request.url);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const session = sessionOf(request, context);
  const waiting = store.waitingDevices.get(parameter(fields, 'request') ?? '');
  const belongs = !posted || span.check('login.form-token', formBelongs(parameter(fields, 'form_token'), session, waiting));
  const bound = span.check('consent.parameters-bound', requestStored(waiting, session));
  if (!once) return errorPage(span, 400, 'invalid_request', 'A field was sent more than once.');
  if (!belongs) return errorPage(span, 403, 'invalid_request', 'This form does not belong to your session. Open the page again.');
  if (!bound || !waiting || !session)
    return errorPage(span, 400, 'invalid_request', 'This device is not known in your session. Type its code again.');

  const device = store.devices.get(waiting.deviceCode);
  const waits = span.check('device.state', userCodeWaits(device, span.now()));
  if (!waits || !device) return errorPage(span, 400, 'expired_token', 'This device does not wait any more. Start again at the device.');
  if (!session.login) return loginPage(context, waiting, session, false);
  if (!posted) return confirmDevice(context, waiting, device, session);
  const allowed = parameter(fields, 'decision') === 'allow';
  const expected = 'the user confirms device, client and scopes';
  const confirmed = span.check('device.confirm', allowed ? passed('the user said yes', expected) : failed(expected, 'the user said no'));
  answer(context, waiting, device, session.login, confirmed);
  return donePage(context, confirmed);
};
