import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { API, CALLBACK, ISSUER } from './landscape.ts';
import { createUser } from './user.ts';

async function configure(id = 'spa-bound'): Promise<client.Configuration> {
  return client.discovery(ISSUER, id, undefined, client.None(), { execute: [client.allowInsecureRequests] });
}

async function handle(config: client.Configuration): Promise<client.DPoPHandle> {
  return client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));
}

async function logIn(config: client.Configuration, DPoP?: client.DPoPHandle) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid profile invoice_read',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const back = await createUser().back(url);
  return client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier }, undefined, DPoP ? { DPoP } : {});
}

const INVOICES = new URL(`${API}/invoices`);

test('tokens are bound to the client’s key: with a proof they open the API and UserInfo, without one nothing', async () => {
  const config = await configure();
  const DPoP = await handle(config);
  const tokens = await logIn(config, DPoP);
  expect(tokens.token_type).toBe('dpop');
  const call = client.fetchProtectedResource(config, tokens.access_token, INVOICES, 'GET', undefined, undefined, { DPoP });
  expect((await call).status).toBe(200);
  expect(await client.fetchUserInfo(config, tokens.access_token, 'alice', { DPoP })).toMatchObject({ sub: 'alice' });
  const renewed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
  expect(renewed.token_type).toBe('dpop');

  expect((await fetch(INVOICES, { headers: { Authorization: `Bearer ${renewed.access_token}` } })).status).toBe(401);
  const stolen = client.fetchProtectedResource(config, renewed.access_token, INVOICES, 'GET', undefined, undefined, {
    DPoP: await handle(config),
  });
  await expect(stolen).rejects.toMatchObject({ status: 401 });
});

test('a refresh with another key is refused', async () => {
  const config = await configure();
  const tokens = await logIn(config, await handle(config));
  const thief = client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP: await handle(config) });
  await expect(thief).rejects.toMatchObject({ status: 400 });
});

test('a client that is registered for bound tokens gets none without a proof', async () => {
  await expect(logIn(await configure())).rejects.toMatchObject({ error: 'invalid_dpop_proof' });
});

test('a client that is not gets plain ones, or bound ones where it brings a proof', async () => {
  const config = await configure('spa');
  expect((await logIn(config)).token_type).toBe('bearer');
  expect((await logIn(config, await handle(config))).token_type).toBe('dpop');
});
