import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { ISSUER } from './landscape.ts';
import { createUser } from './user.ts';

const OPEN = { [oauth.allowInsecureRequests]: true };
const television: oauth.Client = { client_id: 'television' };

async function begin() {
  const server = await oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER, OPEN));
  const asked = { scope: 'openid invoice_read' };
  const response = await oauth.deviceAuthorizationRequest(server, television, oauth.None(), asked, OPEN);
  const device = await oauth.processDeviceAuthorizationResponse(server, television, response);
  const poll = async (): Promise<oauth.TokenEndpointResponse> => {
    const answer = await oauth.deviceCodeGrantRequest(server, television, oauth.None(), device.device_code, OPEN);
    return oauth.processDeviceCodeResponse(server, television, answer);
  };
  return { device, poll };
}

test('a television waits for its user, and is told to slow down where it asks too often', async () => {
  const { device, poll } = await begin();
  expect(device.verification_uri_complete).toContain(device.user_code);
  await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
  await expect(poll()).rejects.toMatchObject({ error: 'slow_down' });
});

test('what the user allows gives tokens, once', async () => {
  const { device, poll } = await begin();
  const user = createUser();
  expect(await user.open(device.verification_uri_complete ?? '')).toMatchObject({ status: 200 });
  const tokens = await poll();
  expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: 'alice', aud: 'television' });
  await expect(poll()).rejects.toMatchObject({ error: expect.stringMatching(/invalid_grant|expired_token|slow_down/) });
});

test('what the user denies gives none', async () => {
  const { device, poll } = await begin();
  await createUser({ says: 'Deny' }).open(device.verification_uri_complete ?? '');
  await expect(poll()).rejects.toMatchObject({ error: 'access_denied' });
});

test('openid-client polls until its user has allowed it', async () => {
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(ISSUER, 'television', undefined, client.None(), options);
  const device = await client.initiateDeviceAuthorization(config, { scope: 'openid profile' });
  await createUser({ username: 'bob', passwords: ['builder'] }).open(device.verification_uri_complete ?? '');
  const tokens = await client.pollDeviceAuthorizationGrant(config, device);
  expect(tokens.claims()).toMatchObject({ sub: 'bob' });
});
