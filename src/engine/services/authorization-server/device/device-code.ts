import { bringChecks } from '../../../checks/catalogue.ts';
import { deviceChecks } from '../../../checks/authorization-server/device.ts';
import { compared } from '../../../protocol/finding.ts';
import { parameter } from '../parameters.ts';
import { oauthError } from '../respond.ts';
import type { OAuthError } from '../respond.ts';
import type { Grant } from '../token/grant.ts';
import { beginFamily, tokenResponse } from '../token/issue.ts';
import { deviceError, deviceReady, pollsSlowly } from './device-authorization.ts';
import type { DeviceError } from './device-authorization.ts';

bringChecks(deviceChecks);

/** Seconds that each `slow_down` adds to the interval, for good. RFC 8628 §3.5 */
const SLOWER = 5;

const DESCRIPTIONS: Readonly<Record<DeviceError, string>> = {
  authorization_pending: 'The user has not answered yet.',
  access_denied: 'The user said no.',
  expired_token: 'The device code has expired.',
  invalid_grant: 'The device code is not valid.',
};

function refuse(error: OAuthError['error'], description: string): OAuthError {
  return { status: 400, error, description };
}

/** The device authorization grant: one poll of a device. RFC 8628 §3.4; answers §3.5 */
export const deviceCode: Grant = async ({ fields, client, context }) => {
  const { span, store, config } = context;
  span.plan('device.client-match', 'device.interval', 'device.state');
  const value = parameter(fields, 'device_code');
  if (value === undefined) {
    span.check('device.state', {
      ...deviceReady(undefined, span.now()),
      received: 'no device code',
      refusal: 'the device code is missing',
    });
    return oauthError(span, refuse('invalid_request', 'The device_code is missing.'));
  }
  const device = store.devices.get(value);
  if (!device) {
    span.check('device.state', deviceReady(undefined, span.now()));
    return oauthError(span, refuse('invalid_grant', DESCRIPTIONS.invalid_grant));
  }
  const itsClient = span.check('device.client-match', compared(device.clientId, client.id));
  const slowly = span.check('device.interval', pollsSlowly(device, span.now()));
  const error = deviceError(device, span.now());
  const ready = span.check('device.state', deviceReady(device, span.now()));
  if (!itsClient) return oauthError(span, refuse('invalid_grant', 'The device code was given to another client.'));
  device.polledAt = span.now();
  if (!slowly) {
    device.interval += SLOWER;
    return oauthError(span, refuse('slow_down', `Wait ${device.interval} seconds between polls.`));
  }
  const user = config.users.find(({ sub }) => sub === device.answer?.sub);
  if (!ready || !user || !device.answer) {
    const shown = error ?? 'invalid_grant';
    return oauthError(span, refuse(shown, DESCRIPTIONS[shown]));
  }
  const { authTime, acr, amr, sid } = device.answer;
  device.redeemed = true;
  const { relyingParties } = store;
  if (sid !== undefined && device.scope.includes('openid'))
    relyingParties.set(sid, new Set([...(relyingParties.get(sid) ?? []), client.id]));
  const facts = { sub: user.sub, scope: device.scope, resources: device.resources, authTime, acr, amr, sid };
  const family = beginFamily(context, client, facts);
  return tokenResponse(context, { client, subject: user, family, ...facts });
};
