import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

const ALICE = { username: 'alice', password: 'wonderland' };

async function discovered(net: Network): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(ISSUER);
  return oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { [oauth.customFetch]: net.fetch }));
}

async function allowDevice({ cast: { browser } }: Network, userCode: string): Promise<void> {
  await browser.navigate(`${ISSUER}/device`);
  await browser.submit({ user_code: userCode });
  await browser.submit(ALICE);
  await browser.submit({}, { button: 'Allow' });
}

test('oauth4webapi pushes a request, and reads why one is refused', async () => {
  const net = network();
  const server = await discovered(net);
  const bank = { client_id: CLIENTS.bank.id };
  const secret = oauth.ClientSecretBasic(CLIENTS.bank.secret);
  const parameters = {
    response_type: 'code',
    redirect_uri: CLIENTS.bank.redirectUris[0],
    scope: 'openid',
    code_challenge: await oauth.calculatePKCECodeChallenge(oauth.generateRandomCodeVerifier()),
    code_challenge_method: 'S256',
  };
  const options = { [oauth.customFetch]: net.fetch };
  const pushed = await oauth.pushedAuthorizationRequest(server, bank, secret, parameters, options);
  const { request_uri: uri, expires_in: lifetime } = await oauth.processPushedAuthorizationResponse(server, bank, pushed);
  expect([uri.startsWith('urn:ietf:params:oauth:request_uri:'), lifetime]).toEqual([true, 60]);
  const wrong = await oauth.pushedAuthorizationRequest(server, bank, secret, { ...parameters, scope: 'payments' }, options);
  await expect(oauth.processPushedAuthorizationResponse(server, bank, wrong)).rejects.toMatchObject({
    error: 'invalid_scope',
    status: 400,
  });
  const stranger = await oauth.pushedAuthorizationRequest(server, bank, oauth.ClientSecretBasic('guess'), parameters, options);
  await expect(oauth.processPushedAuthorizationResponse(server, bank, stranger)).rejects.toMatchObject({ status: 401 });
});

test('oauth4webapi starts a device, polls, and gets tokens once its user has allowed it', async () => {
  const net = network();
  const server = await discovered(net);
  const television = { client_id: CLIENTS.television.id, [oauth.clockSkew]: net.skew };
  const options = { [oauth.customFetch]: net.fetch };
  const begun = await oauth.deviceAuthorizationRequest(server, television, oauth.None(), { scope: 'openid invoice_read' }, options);
  const { device_code: code, user_code: userCode } = await oauth.processDeviceAuthorizationResponse(server, television, begun);
  const poll = async (): Promise<oauth.TokenEndpointResponse> =>
    oauth.processDeviceCodeResponse(
      server,
      television,
      await oauth.deviceCodeGrantRequest(server, television, oauth.None(), code, options),
    );
  await expect(poll()).rejects.toMatchObject({ error: 'authorization_pending' });
  await expect(poll()).rejects.toMatchObject({ error: 'slow_down' });
  await allowDevice(net, userCode);
  const tokens = await poll();
  expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe('alice');
  await expect(poll()).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('oauth4webapi registers a client, which then gets its tokens', async () => {
  const net = network();
  const server = await discovered(net);
  const options = { [oauth.customFetch]: net.fetch };
  const metadata = { client_name: 'Charts', redirect_uris: ['https://app.lab.test/callback'], scope: 'openid invoice_read' };
  const registered = await oauth.processDynamicClientRegistrationResponse(
    await oauth.dynamicClientRegistrationRequest(server, metadata, options),
  );
  const own = { client_id: registered.client_id, [oauth.clockSkew]: net.skew };
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(server.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: registered.client_id,
    redirect_uri: 'https://app.lab.test/callback',
    scope: 'openid invoice_read',
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  }).toString();
  const parameters = oauth.validateAuthResponse(server, own, await net.authorize(url), state);
  const secret = oauth.ClientSecretBasic(typeof registered.client_secret === 'string' ? registered.client_secret : '');
  const redeemed = await oauth.authorizationCodeGrantRequest(
    server,
    own,
    secret,
    parameters,
    'https://app.lab.test/callback',
    verifier,
    options,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, own, redeemed, { expectedNonce: nonce, requireIdToken: true });
  expect(oauth.getValidatedIdTokenClaims(tokens)?.aud).toBe(registered.client_id);
  const refused = await oauth.dynamicClientRegistrationRequest(server, { ...metadata, redirect_uris: ['http://app.lab.test/'] }, options);
  await expect(oauth.processDynamicClientRegistrationResponse(refused)).rejects.toMatchObject({ error: 'invalid_redirect_uri' });
});

test('openid-client registers itself, and its device waits for its user', async () => {
  const net = network();
  const config = await client.dynamicClientRegistration(
    new URL(ISSUER),
    {
      client_name: 'Radio',
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
      response_types: [],
      token_endpoint_auth_method: 'none',
      scope: 'invoice_read',
    },
    client.None(),
    { [client.customFetch]: net.fetch },
  );
  const begun = await client.initiateDeviceAuthorization(config, { scope: 'invoice_read' });
  await allowDevice(net, begun.user_code);
  const tokens = await client.pollDeviceAuthorizationGrant(config, { ...begun, interval: 0.01 });
  expect(tokens.scope).toBe('invoice_read');
});

test('openid-client pushes, and builds the address that stands for the request', async () => {
  const net = network();
  const config = await client.discovery(
    new URL(ISSUER),
    CLIENTS.bank.id,
    { [client.clockSkew]: net.skew },
    client.ClientSecretBasic(CLIENTS.bank.secret),
    { [client.customFetch]: net.fetch },
  );
  const url = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: CLIENTS.bank.redirectUris[0],
    scope: 'openid',
    code_challenge: await client.calculatePKCECodeChallenge(client.randomPKCECodeVerifier()),
    code_challenge_method: 'S256',
  });
  expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
  expect((await net.cast.browser.navigate(url.href)).html).toContain('Bank portal');
});
