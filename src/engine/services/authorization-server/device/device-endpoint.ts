import { bringChecks } from '../../../checks/catalogue.ts';
import { deviceChecks } from '../../../checks/authorization-server/device.ts';
import { base64url } from '../../../http/encoding.ts';
import { makeUserCode } from '../../../protocol/device/user-code.ts';
import { parseScope } from '../../../protocol/authorization/scope.ts';
import { forgetWhere } from '../../bounded-map.ts';
import { resourcesKnown, scopeFinding } from '../authorize/judge-request.ts';
import { CLIENT_CHECKS, authenticateClient } from '../client/client-authentication.ts';
import type { Endpoint } from '../context.ts';
import { formFields, parameter, parameterValues, parametersOnce } from '../parameters.ts';
import { oauthError, privateJson } from '../respond.ts';
import { DEVICE_LIFETIME, POLL_INTERVAL } from './device-authorization.ts';
import { DEVICE_GRANT } from './device-grant-type.ts';

bringChecks(deviceChecks);

/** Milliseconds for which a code that has expired is still told so, before it is forgotten. RFC 8628 §3.5 */
const REMEMBERED = 2 * DEVICE_LIFETIME * 1000;

/** The device authorization endpoint: a code for the device to poll with, and one for its user to type. RFC 8628 §3.1, §3.2 */
export const deviceAuthorization: Endpoint = async (request, context) => {
  const { span, store, config } = context;
  span.plan('http.parameter-once', ...CLIENT_CHECKS, 'token.grant-allowed', 'authorize.scope-allowed', 'authorize.resource-known');
  const fields = formFields(request);
  const once = span.check('http.parameter-once', parametersOnce(fields));
  const authenticated = await authenticateClient(request, fields, context);
  if (!once) return oauthError(span, { status: 400, error: 'invalid_request', description: 'A parameter was sent more than once.' });
  if ('refusal' in authenticated) return oauthError(span, authenticated.refusal);

  const { client } = authenticated;
  const allowed = span.check('token.grant-allowed', {
    passed: client.grants.includes(DEVICE_GRANT),
    expected: client.grants.join(' or '),
    received: DEVICE_GRANT,
  });
  const scope = parseScope(parameter(fields, 'scope'));
  const within = span.check('authorize.scope-allowed', scopeFinding(scope, client.scopes));
  const asked = parameterValues(fields, 'resource');
  const known = span.check('authorize.resource-known', resourcesKnown(asked, config.resources));
  if (!allowed) return oauthError(span, { status: 400, error: 'unauthorized_client', description: 'This client may not use this grant.' });
  if (!within) return oauthError(span, { status: 400, error: 'invalid_scope', description: 'This client may not ask for that scope.' });
  if (!known) return oauthError(span, { status: 400, error: 'invalid_target', description: 'That resource is not known here.' });

  const deviceCode = base64url(span.random(32));
  const userCode = makeUserCode(span.random);
  forgetWhere(store.devices, ({ at }) => span.now() - at > REMEMBERED);
  forgetWhere(store.waitingDevices, ({ deviceCode: waiting }) => !store.devices.has(waiting));
  store.devices.set(deviceCode, {
    userCode,
    clientId: client.id,
    scope,
    resources: asked.length > 0 ? asked : [config.resources[0]],
    at: span.now(),
    interval: POLL_INTERVAL,
    redeemed: false,
  });
  const page = `${config.issuer}/device`;
  return privateJson(span, 200, {
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: page,
    verification_uri_complete: `${page}?user_code=${userCode}`,
    expires_in: DEVICE_LIFETIME,
    interval: POLL_INTERVAL,
  });
};
