import * as client from 'openid-client';
import { expect, test } from 'vitest';
import { ISSUER } from './landscape.ts';
import { createUser } from './user.ts';

const CALLBACK = 'http://127.0.0.1:52144/signed-in';
const OPEN = { execute: [client.allowInsecureRequests] };

async function register(metadata: Readonly<Record<string, unknown>>): Promise<client.Configuration> {
  return client.dynamicClientRegistration(ISSUER, { redirect_uris: [CALLBACK], client_name: 'Reader', ...metadata }, undefined, OPEN);
}

test('software registers itself and logs a user in with what it was given', async () => {
  const config = await register({ token_endpoint_auth_method: 'client_secret_post', scope: 'openid profile' });
  const { client_id: id } = config.clientMetadata();
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const tokens = await client.authorizationCodeGrant(config, await createUser().back(url), { pkceCodeVerifier: verifier });
  expect(tokens.claims()).toMatchObject({ sub: 'alice', aud: id });
});

test.each([
  ['an address that runs in the page', { redirect_uris: ['javascript:alert(1)'] }],
  ['keys at an address inside', { jwks_uri: 'https://metadata.internal.lab.test/keys', token_endpoint_auth_method: 'private_key_jwt' }],
])('%s is refused', async (_what, metadata) => {
  await expect(register(metadata)).rejects.toMatchObject({
    status: 400,
    error: expect.stringMatching(/^invalid_(?:redirect_uri|client_metadata)$/),
  });
});
