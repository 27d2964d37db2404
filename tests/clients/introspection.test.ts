import { OAuth2Client } from '@badgateway/oauth2-client';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { AuthorizationCode } from 'simple-oauth2';
import { expect, test } from 'vitest';
import { API, CALLBACK, ISSUER, manifest, secretOf } from './landscape.ts';
import { createUser } from './user.ts';

const OPEN = { [oauth.allowInsecureRequests]: true };

async function configure(id: string): Promise<client.Configuration> {
  const options = { execute: [client.allowInsecureRequests] };
  return client.discovery(ISSUER, id, undefined, client.ClientSecretBasic(secretOf(id)), options);
}

async function logIn(config: client.Configuration) {
  const verifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: CALLBACK,
    scope: 'openid invoice_read',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return client.authorizationCodeGrant(config, await createUser().back(url), { pkceCodeVerifier: verifier });
}

async function callApi(token: string): Promise<number> {
  return (await fetch(`${API}/invoices`, { headers: { Authorization: `Bearer ${token}` } })).status;
}

test.each(['ledger', 'dashboard'])('the gateway learns what a token of %s says; the next one learns that it is not live', async (id) => {
  const { access_token: token } = await logIn(await configure(id));
  const live = await client.tokenIntrospection(await configure('gateway'), token);
  expect(live).toMatchObject({ active: true, sub: 'alice', client_id: id, scope: 'openid invoice_read', iss: manifest.issuer });
  // Nobody but whom the token is for learns of it. RFC 7662 §4
  expect(await client.tokenIntrospection(await configure('bank-portal'), token)).toEqual({ active: false });
  expect(await client.tokenIntrospection(await configure('gateway'), `${token}x`)).toEqual({ active: false });
});

test('an answer about a token comes signed where it is asked for so', async () => {
  const { access_token: token } = await logIn(await configure('ledger'));
  const server = await oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER, OPEN));
  const gateway: oauth.Client = { client_id: 'gateway', introspection_signed_response_alg: 'RS256' };
  const asked = { ...OPEN, requestJwtResponse: true };
  const response = await oauth.introspectionRequest(server, gateway, oauth.ClientSecretBasic(secretOf('gateway')), token, asked);
  const result = await oauth.processIntrospectionResponse(server, gateway, response);
  await oauth.validateApplicationLevelSignature(server, response, OPEN);
  expect(result).toMatchObject({ active: true, sub: 'alice' });
});

test('whoever does not prove who it is learns nothing', async () => {
  const body = new URLSearchParams({ token: 'anything' });
  expect((await fetch(`${manifest.issuer}/introspect`, { method: 'POST', body })).status).toBe(401);
});

test('a revoked refresh token ends what came with it, and a second revocation is no error', async () => {
  const config = await configure('dashboard');
  const { access_token: token, refresh_token: refresh = '' } = await logIn(config);
  expect(await callApi(token)).toBe(200);
  await client.tokenRevocation(config, refresh);
  await client.tokenRevocation(config, refresh);
  await expect(client.refreshTokenGrant(config, refresh)).rejects.toMatchObject({ error: 'invalid_grant' });
  expect(await client.tokenIntrospection(await configure('gateway'), token)).toEqual({ active: false });
});

test('another client revokes nothing', async () => {
  const config = await configure('ledger');
  const { refresh_token: refresh = '' } = await logIn(config);
  await client.tokenRevocation(await configure('dashboard'), refresh).catch(() => undefined);
  expect((await client.refreshTokenGrant(config, refresh)).access_token).toBeDefined();
});

test('@badgateway/oauth2-client introspects and revokes', async () => {
  const tokens = await logIn(await configure('dashboard'));
  const library = (id: string): OAuth2Client =>
    new OAuth2Client({
      server: manifest.issuer,
      clientId: id,
      clientSecret: secretOf(id),
      authenticationMethod: 'client_secret_basic',
      discoveryEndpoint: '/.well-known/oauth-authorization-server',
    });
  const token = { accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? null, expiresAt: null };
  expect(await library('gateway').introspect(token)).toMatchObject({ active: true, sub: 'alice' });
  await library('dashboard').revoke(token, 'refresh_token');
  expect(await library('gateway').introspect(token)).toMatchObject({ active: false });
});

test('simple-oauth2 revokes all it has', async () => {
  const config = await configure('ledger');
  const tokens = await logIn(config);
  const library = new AuthorizationCode({
    client: { id: 'ledger', secret: secretOf('ledger') },
    auth: { tokenHost: manifest.issuer, tokenPath: '/token', revokePath: '/revoke' },
    // The answer to a revocation has no body, and so is no JSON. RFC 7009 §2.2
    http: { json: true },
  });
  await library.createToken({ ...tokens }).revokeAll();
  await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
});
