import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

async function configure(net: Network, id: 'ledger' | 'ledger-phone'): Promise<client.Configuration> {
  const authentication = id === 'ledger' ? client.ClientSecretBasic(CLIENTS.ledger.secret) : client.None();
  const config = await client.discovery(new URL(ISSUER), id, { [client.clockSkew]: net.skew }, authentication, {
    [client.customFetch]: net.fetch,
  });
  client.enableNonRepudiationChecks(config);
  return config;
}

test('a confidential client completes discovery, code flow, UserInfo and refresh', async () => {
  const net = network();
  const config = await configure(net, 'ledger');
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CLIENTS.ledger.redirectUris[0],
    scope: 'openid profile',
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const tokens = await client.authorizationCodeGrant(config, await net.authorize(url), {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  });
  expect(tokens.claims()?.sub).toBe('alice');
  expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toMatchObject({ name: 'Alice Archer' });
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(renewed.access_token).not.toBe(tokens.access_token);
  await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a wrong verifier and a wrong state end in the client’s own errors', async () => {
  const net = network();
  const config = await configure(net, 'ledger');
  const verifier = client.randomPKCECodeVerifier();
  const parameters = {
    redirect_uri: CLIENTS.ledger.redirectUris[0],
    scope: 'openid',
    state: 's',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  };
  const back = await net.authorize(client.buildAuthorizationUrl(config, parameters));
  await expect(client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 'other' })).rejects.toBeInstanceOf(
    client.ClientError,
  );
  await expect(
    client.authorizationCodeGrant(config, back, { pkceCodeVerifier: client.randomPKCECodeVerifier(), expectedState: 's' }),
  ).rejects.toMatchObject({ error: 'invalid_grant' });
  expect((await client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 's' })).token_type).toBe('bearer');
});
