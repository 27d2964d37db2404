import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { confirm, TWO_FACTORS } from '#engine/services/authorization-server/authorize/login/second-factor.fixture.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

const REDIRECT = CLIENTS.ledger.redirectUris[0];

/** Alice has logged in with a password before; now the app asks for more. */
async function returned(net: Network, url: URL): Promise<URL> {
  await net.cast.browser.navigate(url.href);
  if (net.cast.browser.page?.html.includes('Confirm that it is you')) await confirm(net.cast);
  await net.cast.browser.submit({}, { button: 'Allow' });
  const back = net.cast.world.trace().exchanges.findLast(({ request }) => request.url.startsWith(REDIRECT));
  return new URL(back?.request.url ?? REDIRECT);
}

test('openid-client steps a login up, validates max_age, and gets the claims it asked for', async () => {
  const net = network();
  const config = await client.discovery(
    new URL(ISSUER),
    'ledger',
    { [client.clockSkew]: net.skew },
    client.ClientSecretBasic(CLIENTS.ledger.secret),
    { [client.customFetch]: net.fetch },
  );
  expect(config.serverMetadata()).toMatchObject({ claims_parameter_supported: true });
  const verifier = client.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri: REDIRECT,
    scope: 'openid',
    state: 's',
    nonce: 'n',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  await net.authorize(client.buildAuthorizationUrl(config, parameters));
  const claims = JSON.stringify({ id_token: { name: { essential: true } }, userinfo: { email: null } });
  const url = client.buildAuthorizationUrl(config, { ...parameters, max_age: '300', acr_values: TWO_FACTORS, claims });
  const tokens = await client.authorizationCodeGrant(config, await returned(net, url), {
    pkceCodeVerifier: verifier,
    expectedState: 's',
    expectedNonce: 'n',
    maxAge: 300,
  });
  expect(tokens.claims()).toMatchObject({ acr: TWO_FACTORS, amr: ['pwd', 'otp', 'mfa'], name: 'Alice Archer' });
  expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toMatchObject({ email: 'alice@lab.test' });
});

test('oauth4webapi is told where the login could not be strong enough', async () => {
  const net = network();
  const issuer = new URL(ISSUER);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { [oauth.customFetch]: net.fetch }));
  const url = new URL(server.authorization_endpoint ?? '');
  const parameters = {
    client_id: 'ledger',
    response_type: 'code',
    redirect_uri: REDIRECT,
    scope: 'openid',
    state: 's',
    acr_values: 'urn:example:acr:retina',
    code_challenge: await oauth.calculatePKCECodeChallenge('v'.repeat(43)),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const back = await returned(net, url);
  expect(() => oauth.validateAuthResponse(server, { client_id: 'ledger' }, back, 's')).toThrow(
    expect.objectContaining({ error: 'unmet_authentication_requirements' }),
  );
});
