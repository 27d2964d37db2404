import { OAuth2Client } from '@badgateway/oauth2-client';
import { importJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { ClientCredentials } from 'simple-oauth2';
import { expect, test } from 'vitest';
import { API, ISSUER, manifest, registered, secretOf } from './landscape.ts';

const OPEN = { [oauth.allowInsecureRequests]: true };

/** The key with which the payroll import signs its assertions. */
async function payrollKey(): Promise<CryptoKey> {
  const [jwk] = registered('payroll-import').jwks?.keys ?? [];
  const key = await importJWK(jwk ?? {}, String(jwk?.['alg']));
  if (key instanceof Uint8Array) throw new TypeError('A key pair was expected.');
  return key;
}

async function me(token: string): Promise<unknown> {
  const answer = await fetch(`${API}/me`, { headers: { Authorization: `Bearer ${token}` } });
  return { status: answer.status, ...((await answer.json()) as object) };
}

test('oauth4webapi gets a token for a secret in the form, without a refresh token, and is refused more scope', async () => {
  const server = await oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER, OPEN));
  const machine: oauth.Client = { client_id: 'nightly-report' };
  const ask = async (scope: string, secret = secretOf('nightly-report')): Promise<oauth.TokenEndpointResponse> => {
    const proof = oauth.ClientSecretPost(secret);
    const response = await oauth.clientCredentialsGrantRequest(server, machine, proof, new URLSearchParams({ scope }), OPEN);
    return oauth.processClientCredentialsResponse(server, machine, response);
  };
  const tokens = await ask('invoice_read');
  expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'invoice_read' });
  expect(tokens.refresh_token).toBeUndefined();
  expect(await me(tokens.access_token)).toMatchObject({ status: 200, sub: 'nightly-report' });
  await expect(ask('invoice_write')).rejects.toMatchObject({ error: 'invalid_scope' });
  await expect(ask('invoice_read', 'wrong')).rejects.toMatchObject({ status: 401 });
});

test('openid-client proves itself by a signed assertion, and a key of somebody else’s proves nothing', async () => {
  const configure = async (key: CryptoKey): Promise<client.Configuration> =>
    client.discovery(ISSUER, 'payroll-import', undefined, client.PrivateKeyJwt(key), { execute: [client.allowInsecureRequests] });
  const config = await configure(await payrollKey());
  const tokens = await client.clientCredentialsGrant(config, { scope: 'invoice_read invoice_write' });
  expect(await me(tokens.access_token)).toMatchObject({ status: 200, sub: 'payroll-import' });
  const { privateKey } = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
  await expect(client.clientCredentialsGrant(await configure(privateKey))).rejects.toMatchObject({ status: 401 });
});

test('simple-oauth2 gets a token for a secret in the form', async () => {
  const library = new ClientCredentials({
    client: { id: 'nightly-report', secret: secretOf('nightly-report') },
    auth: { tokenHost: manifest.issuer, tokenPath: '/token' },
    options: { authorizationMethod: 'body' },
  });
  const { token } = await library.getToken({ scope: 'invoice_read' });
  expect(await me(String(token['access_token']))).toMatchObject({ status: 200 });
  await expect(library.getToken({ scope: 'payment_write' })).rejects.toMatchObject({ data: { payload: { error: 'invalid_scope' } } });
});

test('@badgateway/oauth2-client gets a token for a secret in the form', async () => {
  const library = new OAuth2Client({
    server: manifest.issuer,
    clientId: 'nightly-report',
    clientSecret: secretOf('nightly-report'),
    authenticationMethod: 'client_secret_post',
    discoveryEndpoint: '/.well-known/oauth-authorization-server',
  });
  const { accessToken } = await library.clientCredentials({ scope: ['invoice_read'] });
  expect(await me(accessToken)).toMatchObject({ status: 200 });
  await expect(library.clientCredentials({ scope: ['payment_write'] })).rejects.toMatchObject({ oauth2Code: 'invalid_scope' });
});
