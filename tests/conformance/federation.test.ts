import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { DORA, PARTNER } from '#engine/services/authorization-server/federation/federation.fixture.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { UPSTREAM } from '#engine/world/identity-provider.ts';
import { IDP, ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

async function configure(net: Network, issuer: string, id: string, secret: string): Promise<client.Configuration> {
  return client.discovery(new URL(issuer), id, { [client.clockSkew]: net.skew }, client.ClientSecretBasic(secret), {
    [client.customFetch]: net.fetch,
  });
}

test('openid-client logs somebody of the partner in by way of the authorization server', async () => {
  const net = network();
  const config = await configure(net, ISSUER, 'ledger', CLIENTS.ledger.secret);
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CLIENTS.ledger.redirectUris[0],
    scope: 'openid profile',
    state: 's',
    nonce: 'n',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const { browser, world } = net.cast;
  await browser.navigate(url.href);
  await browser.submit({}, { button: PARTNER });
  await browser.submit(DORA);
  await browser.submit({}, { button: 'Allow' });
  await browser.submit({}, { button: 'Allow' });
  const back = world.trace().exchanges.findLast(({ request }) => request.url.startsWith(CLIENTS.ledger.redirectUris[0]));
  const tokens = await client.authorizationCodeGrant(config, new URL(back?.request.url ?? ''), {
    pkceCodeVerifier: verifier,
    expectedState: 's',
    expectedNonce: 'n',
  });
  expect(tokens.claims()).toMatchObject({ iss: ISSUER, sub: 'dora-partner' });
});

test('the partner is a provider that openid-client accepts by itself', async () => {
  const net = network();
  const config = await configure(net, IDP, UPSTREAM.clientId, UPSTREAM.secret);
  client.enableNonRepudiationChecks(config);
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: UPSTREAM.redirectUri,
    scope: 'openid email',
    state: 's',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const { browser, world } = net.cast;
  await browser.navigate(url.href);
  await browser.submit(DORA);
  await browser.submit({}, { button: 'Allow' });
  const back = world.trace().exchanges.findLast(({ request }) => request.url.startsWith(UPSTREAM.redirectUri));
  const tokens = await client.authorizationCodeGrant(config, new URL(back?.request.url ?? ''), {
    pkceCodeVerifier: verifier,
    expectedState: 's',
  });
  expect(tokens.claims()).toMatchObject({ iss: IDP, sub: 'dora' });
  expect(await client.fetchUserInfo(config, tokens.access_token, 'dora')).toMatchObject({ email: 'dora@partner.lab.test' });
});
