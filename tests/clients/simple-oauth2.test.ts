import { createHash, randomBytes } from 'node:crypto';
import { AuthorizationCode } from 'simple-oauth2';
import { expect, test } from 'vitest';
import { API, CALLBACK, manifest, secretOf } from './landscape.ts';
import { createUser } from './user.ts';

const auth = { tokenHost: manifest.issuer, tokenPath: '/token', authorizePath: '/authorize', revokePath: '/revoke' };
const client = new AuthorizationCode({ client: { id: 'ledger', secret: secretOf('ledger') }, auth });

/** What the library passes on as it is: it knows neither PKCE nor nonces. */
function pkce(): { readonly verifier: string; readonly challenge: Record<string, string> } {
  const verifier = randomBytes(32).toString('base64url');
  const digest = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge: { code_challenge: digest, code_challenge_method: 'S256' } };
}

async function logIn(scope = 'openid invoice_read') {
  const { verifier, challenge } = pkce();
  const url = client.authorizeURL({ redirect_uri: CALLBACK, scope, state: 'state', ...challenge });
  const back = await createUser().back(url);
  expect(back.searchParams.get('state')).toBe('state');
  const parameters = { code: back.searchParams.get('code') ?? '', redirect_uri: CALLBACK };
  return client.getToken({ ...parameters, ...{ code_verifier: verifier } });
}

test('a code is redeemed, the token opens the API and is refreshed', async () => {
  const token = await logIn();
  expect(token.token).toMatchObject({ token_type: 'Bearer', scope: 'openid invoice_read' });
  expect(token.expired()).toBe(false);
  const answer = await fetch(`${API}/invoices`, { headers: { Authorization: `Bearer ${String(token.token['access_token'])}` } });
  expect(answer.status).toBe(200);
  const renewed = await token.refresh();
  expect(renewed.token['access_token']).not.toBe(token.token['access_token']);
  await expect(token.refresh()).rejects.toMatchObject({ output: { statusCode: 400 }, data: { payload: { error: 'invalid_grant' } } });
});

test('a wrong verifier and a wrong secret are errors of the library with the server’s code', async () => {
  const { challenge } = pkce();
  const back = await createUser().back(client.authorizeURL({ redirect_uri: CALLBACK, scope: 'openid', state: 's', ...challenge }));
  const parameters = { code: back.searchParams.get('code') ?? '', redirect_uri: CALLBACK };
  await expect(client.getToken({ ...parameters, ...{ code_verifier: pkce().verifier } })).rejects.toMatchObject({
    data: { payload: { error: 'invalid_grant' } },
  });
  const stranger = new AuthorizationCode({ client: { id: 'ledger', secret: 'wrong' }, auth });
  await expect(stranger.getToken(parameters)).rejects.toMatchObject({
    output: { statusCode: 401 },
    data: { payload: { error: 'invalid_client' } },
  });
});
