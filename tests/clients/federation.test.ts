import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { CALLBACK, ISSUER, manifest, secretOf } from './landscape.ts';
import { createUser } from './user.ts';
import type { UserOptions } from './user.ts';

async function logIn(who: UserOptions) {
  const options = { execute: [client.allowInsecureRequests] };
  const config = await client.discovery(ISSUER, 'ledger', undefined, client.ClientSecretBasic(secretOf('ledger')), options);
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    state: 's',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const back = await createUser(who).back(url);
  return client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 's' });
}

test('somebody of the partner logs in at their own issuer, with the cookies of both in one browser', async () => {
  const dora = manifest.users.find(({ username, issuer }) => username === 'dora' && issuer !== undefined);
  const tokens = await logIn({ username: 'dora', passwords: [dora?.password ?? ''], elsewhere: true });
  expect(tokens.claims()).toMatchObject({ iss: manifest.issuer, sub: 'dora-partner' });
});

test('the two issuers have host names of their own, because cookies know no ports', () => {
  const hosts = ['as', 'idp'].map((id) => new URL(manifest.parties[id] ?? '').hostname);
  expect(hosts[0]).not.toBe(hosts[1]);
});
