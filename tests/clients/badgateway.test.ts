import { OAuth2Client, OAuth2HttpError, generateCodeVerifier } from '@badgateway/oauth2-client';
import { expect, test } from 'vitest';
import { API, CALLBACK, manifest, registered, secretOf } from './landscape.ts';
import { createUser } from './user.ts';

function clientOf(id: string, secret = secretOf(id)): OAuth2Client {
  return new OAuth2Client({
    server: manifest.issuer,
    clientId: id,
    ...(secret === '' ? {} : { clientSecret: secret, authenticationMethod: 'client_secret_basic' as const }),
    discoveryEndpoint: '/.well-known/oauth-authorization-server',
  });
}

async function logIn(client: OAuth2Client, scope = ['openid', 'invoice_read']) {
  const codeVerifier = await generateCodeVerifier();
  const url = await client.authorizationCode.getAuthorizeUri({ redirectUri: CALLBACK, state: 'state', codeVerifier, scope });
  const back = await createUser().back(url);
  return client.authorizationCode.getTokenFromCodeRedirect(back, { redirectUri: CALLBACK, state: 'state', codeVerifier });
}

test.each(['ledger', 'ledger-phone'])('%s finds the endpoints, redeems a code, calls the API and refreshes', async (id) => {
  const client = clientOf(id);
  const token = await logIn(client);
  const answer = await fetch(`${API}/invoices`, { headers: { Authorization: `Bearer ${token.accessToken}` } });
  expect(answer.status).toBe(200);
  const renewed = await client.refreshToken(token);
  expect(renewed.refreshToken).not.toBe(token.refreshToken);
  await expect(client.refreshToken(token)).rejects.toMatchObject({ oauth2Code: 'invalid_grant', httpCode: 400 });
});

test('a wrong secret is an error with the server’s code', async () => {
  const error = await logIn(clientOf('ledger', 'wrong')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OAuth2HttpError);
  expect(error).toMatchObject({ oauth2Code: 'invalid_client', httpCode: 401 });
});

test('a grant that the client is not registered for is refused by name', async () => {
  expect(registered('ledger-phone').grant_types).not.toContain('client_credentials');
  await expect(clientOf('ledger').clientCredentials({ scope: ['invoice_read'] })).rejects.toMatchObject({
    oauth2Code: expect.stringMatching(/unauthorized_client|unsupported_grant_type/),
  });
});
