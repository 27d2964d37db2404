import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

const REDIRECT = CLIENTS.ledger.redirectUris[0];
const SECRET = oauth.ClientSecretBasic(CLIENTS.ledger.secret);

interface Started {
  readonly net: Network;
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly options: { [oauth.customFetch]: Network['fetch'] };
}

async function start(algorithm: 'oidc' | 'oauth2' = 'oidc'): Promise<Started> {
  const net = network();
  const options = { [oauth.customFetch]: net.fetch };
  const issuer = new URL(ISSUER);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, { ...options, algorithm }));
  return { net, server, options, client: { client_id: 'ledger', [oauth.clockSkew]: net.skew } };
}

function authorizationUrl(server: oauth.AuthorizationServer, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(server.authorization_endpoint ?? '');
  for (const [name, value] of Object.entries({ response_type: 'code', client_id: 'ledger', redirect_uri: REDIRECT, ...parameters }))
    url.searchParams.set(name, value);
  return url;
}

async function authorized({
  net,
  server,
  client,
  options,
}: Started): Promise<{ readonly tokens: oauth.TokenEndpointResponse; readonly redeemAgain: () => Promise<oauth.TokenEndpointResponse> }> {
  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), oauth.generateRandomNonce()];
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  const url = authorizationUrl(server, {
    scope: 'openid profile email invoice_read',
    state,
    nonce,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const parameters = oauth.validateAuthResponse(server, client, await net.authorize(url), state);
  const redeem = async (): Promise<oauth.TokenEndpointResponse> => {
    const response = await oauth.authorizationCodeGrantRequest(server, client, SECRET, parameters, REDIRECT, verifier, options);
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
      expectedNonce: nonce,
      requireIdToken: true,
      maxAge: 60,
    });
    await oauth.validateApplicationLevelSignature(server, response, options);
    return tokens;
  };
  return { tokens: await redeem(), redeemAgain: redeem };
}

test.each(['oidc', 'oauth2'] as const)('discovery by %s gives metadata the client accepts', async (algorithm) => {
  const { server } = await start(algorithm);
  expect(server).toMatchObject({
    issuer: ISSUER,
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
  });
});

test('code flow, UserInfo and refresh pass every validation of the client', async () => {
  const started = await start();
  const { server, client, options } = started;
  const { tokens } = await authorized(started);
  expect(oauth.getValidatedIdTokenClaims(tokens)?.sub).toBe('alice');
  const info = await oauth.processUserInfoResponse(
    server,
    client,
    'alice',
    await oauth.userInfoRequest(server, client, tokens.access_token, options),
  );
  expect(info).toMatchObject({ sub: 'alice', name: 'Alice Archer', email: 'alice@lab.test' });
  const response = await oauth.refreshTokenGrantRequest(server, client, SECRET, tokens.refresh_token ?? '', options);
  const renewed = await oauth.processRefreshTokenResponse(server, client, response);
  await oauth.validateApplicationLevelSignature(server, response, options);
  expect(renewed.refresh_token).not.toBe(tokens.refresh_token);
});

test('the access token passes the client’s own validation of RFC 9068', async () => {
  const started = await start();
  const { tokens } = await authorized(started);
  const request = new Request('https://api.lab.test/invoices', { headers: { authorization: `Bearer ${tokens.access_token}` } });
  const claims = await oauth.validateJwtAccessToken(started.server, request, 'https://api.lab.test', {
    ...started.options,
    [oauth.clockSkew]: started.net.skew,
  });
  expect(claims).toMatchObject({ sub: 'alice', client_id: 'ledger', scope: 'openid profile email invoice_read' });
});

test('a code redeemed twice is an error of the response body', async () => {
  const { redeemAgain } = await authorized(await start());
  const error = await redeemAgain().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(oauth.ResponseBodyError);
  expect(error).toMatchObject({ error: 'invalid_grant', status: 400 });
});

test('a wrong secret is a challenge of the scheme that was used', async () => {
  const { server, client, options } = await start();
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.ClientSecretBasic('wrong'), 'x', options);
  const error = await oauth.processRefreshTokenResponse(server, client, response).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(oauth.WWWAuthenticateChallengeError);
  expect(error).toMatchObject({ status: 401, cause: [{ scheme: 'basic' }] });
});

test('an error at the authorization endpoint is an error of the authorization response, with iss', async () => {
  const { net, server, client } = await start();
  const back = await net.authorize(authorizationUrl(server, { scope: 'payments', state: 's' }));
  expect(() => oauth.validateAuthResponse(server, client, back, 's')).toThrow(oauth.AuthorizationResponseError);
  expect(back.searchParams.get('iss')).toBe(ISSUER);
});

test('UserInfo with a token of too little scope is a challenge', async () => {
  const { net, server, client, options } = await start();
  const token = await net.cast.mintAccessToken({ sub: 'alice', scope: 'invoice_read' });
  const response = await oauth.userInfoRequest(server, client, token, options);
  await expect(oauth.processUserInfoResponse(server, client, 'alice', response)).rejects.toMatchObject({
    cause: [{ scheme: 'bearer', parameters: { error: 'insufficient_scope', scope: 'openid' } }],
  });
});
