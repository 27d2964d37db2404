import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { API, CALLBACK, ISSUER, manifest, registered, secretOf } from './landscape.ts';
import { createUser } from './user.ts';
import type { UserOptions } from './user.ts';

const OPEN = { [oauth.allowInsecureRequests]: true };
const ledger: oauth.Client = { client_id: 'ledger' };
const proof = oauth.ClientSecretBasic(secretOf('ledger'));

async function discover(algorithm: 'oidc' | 'oauth2' = 'oidc'): Promise<oauth.AuthorizationServer> {
  return oauth.processDiscoveryResponse(ISSUER, await oauth.discoveryRequest(ISSUER, { ...OPEN, algorithm }));
}

interface Login extends UserOptions {
  readonly scope?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A login begun, and what the client keeps of it. */
async function begin({ scope = 'openid profile email invoice_read', parameters = {} }: Login = {}) {
  const server = await discover();
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(server.authorization_endpoint ?? '');
  const asked = {
    response_type: 'code',
    client_id: 'ledger',
    redirect_uri: CALLBACK,
    scope,
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return { server, url, verifier, state, nonce };
}

/** A login gone through, and its tokens. */
async function logIn(login: Login = {}) {
  const begun = await begin(login);
  const { server, state, nonce } = begun;
  const parameters = oauth.validateAuthResponse(server, ledger, await createUser(login).back(begun.url), state);
  const redeem = async (verifier = begun.verifier): Promise<oauth.TokenEndpointResponse> => {
    const response = await oauth.authorizationCodeGrantRequest(server, ledger, proof, parameters, CALLBACK, verifier, OPEN);
    const expected = { expectedNonce: nonce, requireIdToken: true };
    const result = await oauth.processAuthorizationCodeResponse(server, ledger, response, expected);
    await oauth.validateApplicationLevelSignature(server, response, OPEN);
    return result;
  };
  return { ...begun, redeem };
}

test.each(['oidc', 'oauth2'] as const)('discovery by %s: the issuer is where it was asked', async (algorithm) => {
  expect(await discover(algorithm)).toMatchObject({ issuer: manifest.issuer, jwks_uri: `${manifest.issuer}/jwks` });
});

test('the code flow with login and consent gives tokens that pass every validation, UserInfo and a call of the API', async () => {
  const { server, redeem } = await logIn();
  const tokens = await redeem();
  expect(oauth.getValidatedIdTokenClaims(tokens)).toMatchObject({ sub: 'alice', aud: 'ledger', iss: manifest.issuer });
  const info = await oauth.userInfoRequest(server, ledger, tokens.access_token, OPEN);
  expect(await oauth.processUserInfoResponse(server, ledger, 'alice', info)).toMatchObject({ name: 'Alice Archer' });
  const invoices = await oauth.protectedResourceRequest(tokens.access_token, 'GET', new URL(`${API}/invoices`), undefined, null, OPEN);
  expect(invoices.status).toBe(200);
  const asked = new Request(`${API}/invoices`, { headers: { authorization: `Bearer ${tokens.access_token}` } });
  expect(await oauth.validateJwtAccessToken(server, asked, API, OPEN)).toMatchObject({ client_id: 'ledger', sub: 'alice' });
});

test('a refresh rotates the token, may narrow the scope and never widens it, and a second use ends the family', async () => {
  const { server, redeem } = await logIn();
  const { refresh_token: first = '' } = await redeem();
  const refresh = async (token: string, scope?: string): Promise<oauth.TokenEndpointResponse> => {
    const more = scope === undefined ? OPEN : { ...OPEN, additionalParameters: { scope } };
    const response = await oauth.refreshTokenGrantRequest(server, ledger, proof, token, more);
    return oauth.processRefreshTokenResponse(server, ledger, response);
  };
  const renewed = await refresh(first, 'openid');
  expect(renewed.scope).toBe('openid');
  expect(renewed.refresh_token).not.toBe(first);
  await expect(refresh(renewed.refresh_token ?? '', 'invoice_write')).rejects.toMatchObject({ error: 'invalid_scope' });
  await expect(refresh(first)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
  await expect(refresh(renewed.refresh_token ?? '')).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a wrong verifier is refused, and a code is good for one use', async () => {
  const { redeem } = await logIn();
  await expect(redeem(oauth.generateRandomCodeVerifier())).rejects.toMatchObject({ error: 'invalid_grant' });
  await redeem();
  await expect(redeem()).rejects.toMatchObject({ error: 'invalid_grant' });
});

test('a wrong secret is a challenge of the scheme that was used', async () => {
  const server = await discover();
  const response = await oauth.refreshTokenGrantRequest(server, ledger, oauth.ClientSecretBasic('wrong'), 'x', OPEN);
  await expect(oauth.processRefreshTokenResponse(server, ledger, response)).rejects.toMatchObject({
    status: 401,
    cause: [{ scheme: 'basic' }],
  });
});

test.each([
  ['the user says no', { says: 'Deny', parameters: { prompt: 'consent' } }, 'access_denied'],
  ['the scope is not the client’s', { scope: 'openid admin' }, 'invalid_scope'],
  ['no challenge is sent', { parameters: { code_challenge: '', code_challenge_method: '' } }, 'invalid_request'],
  ['nobody is logged in and nobody may be asked', { parameters: { prompt: 'none' } }, 'login_required'],
  ['the response type is unknown', { parameters: { response_type: 'token' } }, 'unsupported_response_type'],
] as const)('where %s the client is told, with iss and state', async (_what, login: Login, error) => {
  const { server, url, state } = await begin(login);
  const back = await createUser(login).back(url);
  expect(() => oauth.validateAuthResponse(server, ledger, back, state)).toThrow(oauth.AuthorizationResponseError);
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ error, state, iss: manifest.issuer });
});

test.each([
  ['an unknown client', { client_id: 'nobody' }],
  ['a redirect URI that is not registered', { redirect_uri: 'http://127.0.0.1:52143/elsewhere' }],
  ['a redirect URI on another host', { redirect_uri: 'http://127.0.0.1.example/callback' }],
])('%s is shown to the user and never redirected', async (_what, parameters) => {
  const { url } = await begin({ parameters });
  expect(await createUser().open(url)).toMatchObject({ status: 400, page: expect.stringContaining('This request cannot go on') });
});

test('a wrong password is asked again, and the right one goes on', async () => {
  const { server, url, state } = await begin();
  const back = await createUser({ username: 'bob', passwords: ['guess', 'builder'] }).back(url);
  expect(oauth.validateAuthResponse(server, ledger, back, state).has('code')).toBe(true);
});

test('a session logs the user in again without a question where the client may ask so', async () => {
  const user = createUser();
  const first = await begin();
  await user.back(first.url);
  const { server, url, state } = await begin({ parameters: { prompt: 'none' } });
  const back = await user.back(url);
  expect(oauth.validateAuthResponse(server, ledger, back, state).has('code')).toBe(true);
});

test('a token of too little scope is refused by API and UserInfo with a challenge', async () => {
  const { server, redeem } = await logIn({ scope: 'openid' });
  const { access_token: token } = await redeem();
  const invoices = oauth.protectedResourceRequest(token, 'GET', new URL(`${API}/invoices`), undefined, null, OPEN);
  await expect(invoices).rejects.toMatchObject({
    status: 403,
    cause: [{ scheme: 'bearer', parameters: { error: 'insufficient_scope', scope: 'invoice_read' } }],
  });
  const wrong = await oauth.userInfoRequest(server, ledger, `${token.slice(0, -6)}AAAAAA`, OPEN);
  await expect(oauth.processUserInfoResponse(server, ledger, 'alice', wrong)).rejects.toMatchObject({
    status: 401,
    cause: [
      { scheme: 'bearer', parameters: { error: 'invalid_token' } },
      { scheme: 'dpop', parameters: { algs: 'Ed25519 EdDSA ES256 PS256 RS256' } },
    ],
  });
});

test('a pushed request gives a code; used again, or not pushed at all, it is refused', async () => {
  const bank: oauth.Client = { client_id: 'bank-portal' };
  const secret = oauth.ClientSecretBasic(secretOf('bank-portal'));
  const parameters = { client_id: 'bank-portal', scope: 'openid invoice_read' };
  const { server, url, verifier, state, nonce } = await begin({ parameters });
  const pushed = await oauth.pushedAuthorizationRequest(server, bank, secret, url.searchParams, OPEN);
  const { request_uri: uri } = await oauth.processPushedAuthorizationResponse(server, bank, pushed);
  const short = new URL(server.authorization_endpoint ?? '');
  short.search = new URLSearchParams({ client_id: 'bank-portal', request_uri: uri }).toString();
  const back = oauth.validateAuthResponse(server, bank, await createUser().back(short), state);
  const response = await oauth.authorizationCodeGrantRequest(server, bank, secret, back, CALLBACK, verifier, OPEN);
  expect(await oauth.processAuthorizationCodeResponse(server, bank, response, { expectedNonce: nonce })).toMatchObject({
    scope: 'openid invoice_read',
  });
  expect(await createUser().open(short)).toMatchObject({ status: 400 });
  expect(await createUser().open(url)).toMatchObject({ status: 400 });
});

test('a service exchanges the token it was sent for one of the next API', async () => {
  const { server, redeem } = await logIn();
  const { access_token: subject } = await redeem();
  const service: oauth.Client = { client_id: 'gateway' };
  const secret = oauth.ClientSecretBasic(secretOf('gateway'));
  const target = manifest.parties['invoices'] ?? '';
  const exchange = async (resource: string): Promise<oauth.TokenEndpointResponse> => {
    const response = await oauth.genericTokenEndpointRequest(
      server,
      service,
      secret,
      'urn:ietf:params:oauth:grant-type:token-exchange',
      { subject_token: subject, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token', resource, scope: 'invoice_read' },
      OPEN,
    );
    return oauth.processGenericTokenEndpointResponse(server, service, response);
  };
  const { access_token: exchanged } = await exchange(target);
  const asked = new Request(`${target}/invoices`, { headers: { authorization: `Bearer ${exchanged}` } });
  expect(await oauth.validateJwtAccessToken(server, asked, target, OPEN)).toMatchObject({ sub: 'alice', act: { sub: 'gateway' } });
  await expect(exchange('https://elsewhere.example')).rejects.toMatchObject({ error: 'invalid_target' });
});

test('what a client is registered for is what the manifest says', () => {
  expect(registered('ledger')).toMatchObject({ token_endpoint_auth_method: 'client_secret_basic' });
});
