import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { API, CALLBACK, ISSUER, secretOf } from './landscape.ts';
import { createUser } from './user.ts';

async function configure(id: string): Promise<client.Configuration> {
  const secret = secretOf(id);
  const authentication = secret === '' ? client.None() : client.ClientSecretBasic(secret);
  const config = await client.discovery(ISSUER, id, undefined, authentication, { execute: [client.allowInsecureRequests] });
  client.enableNonRepudiationChecks(config);
  return config;
}

async function logIn(config: client.Configuration, scope = 'openid profile invoice_read') {
  const [verifier, state, nonce] = [client.randomPKCECodeVerifier(), client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const back = await createUser().back(url);
  return client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });
}

test.each(['ledger', 'ledger-phone'])('%s completes discovery, code flow, UserInfo, API call and refresh', async (id) => {
  const config = await configure(id);
  const tokens = await logIn(config);
  expect(tokens.claims()).toMatchObject({ sub: 'alice', aud: id });
  expect(await client.fetchUserInfo(config, tokens.access_token, 'alice')).toMatchObject({ name: 'Alice Archer' });
  const invoices = await client.fetchProtectedResource(config, tokens.access_token, new URL(`${API}/invoices`), 'GET');
  expect(Object.keys((await invoices.json()) as object).length).toBeGreaterThan(0);
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(renewed.access_token).not.toBe(tokens.access_token);
  await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('UserInfo about somebody else is refused by the client', async () => {
  const config = await configure('ledger');
  const { access_token: token } = await logIn(config);
  await expect(client.fetchUserInfo(config, token, 'bob')).rejects.toMatchObject({
    cause: { code: 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED' },
  });
});

test('a write without its scope ends in the challenge of RFC 6750', async () => {
  const config = await configure('ledger');
  const { access_token: token } = await logIn(config);
  const write = client.fetchProtectedResource(
    config,
    token,
    new URL(`${API}/invoices`),
    'POST',
    '{}',
    new Headers({ 'Content-Type': 'application/json' }),
  );
  await expect(write).rejects.toMatchObject({
    status: 403,
    cause: [{ parameters: { error: 'insufficient_scope', scope: 'invoice_write' } }],
  });
});

test('a pushed request goes all the way', async () => {
  const config = await configure('bank-portal');
  const verifier = client.randomPKCECodeVerifier();
  const url = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: CALLBACK,
    scope: 'openid invoice_read',
    state: 's',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  expect([...url.searchParams.keys()]).toEqual(['request_uri', 'client_id']);
  const tokens = await client.authorizationCodeGrant(config, await createUser().back(url), {
    pkceCodeVerifier: verifier,
    expectedState: 's',
  });
  expect(tokens.scope).toBe('openid invoice_read');
});
