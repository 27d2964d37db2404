import * as oauth from 'oauth4webapi';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { GATEWAY, INVOICES, ISSUER } from '#engine/world/parties.ts';
import { decodeCompact } from '#engine/protocol/token/jws.ts';
import { logIn } from '../rehearsal.ts';
import { network } from './network.ts';
import type { Network } from './network.ts';

const REDIRECT = CLIENTS.spa.redirectUris[0];

interface Started {
  readonly net: Network;
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
  readonly options: { [oauth.customFetch]: Network['fetch'] };
  readonly handle: oauth.DPoPHandle;
}

async function newHandle(client: oauth.Client, algorithm = 'ES256'): Promise<oauth.DPoPHandle> {
  return oauth.DPoP(client, await oauth.generateKeyPair(algorithm));
}

async function start(algorithm?: string): Promise<Started> {
  const net = network();
  const options = { [oauth.customFetch]: net.fetch };
  const issuer = new URL(ISSUER);
  const server = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
  const client = { client_id: CLIENTS.spa.id, [oauth.clockSkew]: net.skew };
  return { net, server, client, options, handle: await newHandle(client, algorithm) };
}

/** Asks again with the nonce that came, once, as a client of this library does. */
async function withNonce<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!oauth.isDPoPNonceError(error)) throw error;
    return ask();
  }
}

async function logInAt(
  { net, server, client, options }: Started,
  handle: oauth.DPoPHandle,
  parameters: Readonly<Record<string, string>> = {},
): Promise<oauth.TokenEndpointResponse> {
  const [verifier, state] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState()];
  const url = new URL(server.authorization_endpoint ?? '');
  const all = {
    response_type: 'code',
    client_id: client.client_id,
    redirect_uri: REDIRECT,
    scope: 'openid profile invoice_read',
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  await logIn(net.cast, Promise.resolve(url.href));
  const back = net.cast.world.trace().exchanges.findLast(({ request }) => request.url.startsWith(REDIRECT))?.request.url ?? '';
  const returned = oauth.validateAuthResponse(server, client, new URL(back), state);
  return withNonce(async () => {
    const request = { ...options, DPoP: handle };
    const response = await oauth.authorizationCodeGrantRequest(server, client, oauth.None(), returned, REDIRECT, verifier, request);
    return oauth.processAuthorizationCodeResponse(server, client, response);
  });
}

function read({ options }: Started, token: string, url: string, handle?: oauth.DPoPHandle): Promise<Response> {
  const request = handle === undefined ? options : { ...options, DPoP: handle };
  return withNonce(() => oauth.protectedResourceRequest(token, 'GET', new URL(url), undefined, null, request));
}

async function refresh(
  { server, client, options }: Started,
  token: string,
  handle: oauth.DPoPHandle,
): Promise<oauth.TokenEndpointResponse> {
  return withNonce(async () => {
    const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), token, { ...options, DPoP: handle });
    return oauth.processRefreshTokenResponse(server, client, response);
  });
}

test.each(['ES256', 'Ed25519', 'RS256', 'PS256'])(
  'code flow, UserInfo, both APIs and refresh, each with proofs by %s',
  async (algorithm) => {
    const started = await start(algorithm);
    const { server, client, options, handle } = started;
    expect(server.dpop_signing_alg_values_supported).toContain(algorithm);
    const tokens = await logInAt(started, handle, { dpop_jkt: await handle.calculateThumbprint() });
    expect(tokens.token_type).toBe('dpop');
    expect(decodeCompact(tokens.access_token)?.claims['cnf']).toEqual({ jkt: await handle.calculateThumbprint() });
    const info = await withNonce(async () => {
      const response = await oauth.userInfoRequest(server, client, tokens.access_token, { ...options, DPoP: handle });
      return oauth.processUserInfoResponse(server, client, 'alice', response);
    });
    expect(info).toMatchObject({ sub: 'alice', name: 'Alice Archer' });
    for (const origin of [GATEWAY, INVOICES])
      expect((await read(started, tokens.access_token, `${origin}/invoices?status=open`, handle)).status).toBe(200);
    const renewed = await refresh(started, tokens.refresh_token ?? '', handle);
    expect([renewed.token_type, renewed.refresh_token === tokens.refresh_token]).toEqual(['dpop', false]);
  },
);

test('a code that named its key is redeemed with no other', async () => {
  const started = await start();
  const { client, handle } = started;
  const parameters = { dpop_jkt: await (await newHandle(client)).calculateThumbprint() };
  await expect(logInAt(started, handle, parameters)).rejects.toMatchObject({ error: 'invalid_grant', status: 400 });
});

test('a refresh token of a public client works with its key only', async () => {
  const started = await start();
  const { refresh_token: token = '' } = await logInAt(started, started.handle);
  await expect(refresh(started, token, await newHandle(started.client))).rejects.toMatchObject({ error: 'invalid_grant' });
  expect((await refresh(started, token, started.handle)).token_type).toBe('dpop');
});

test.each([GATEWAY, INVOICES])('%s takes a bound token neither as Bearer nor by another key', async (origin) => {
  const started = await start();
  const { access_token: token } = await logInAt(started, started.handle);
  await expect(read(started, token, `${origin}/invoices`)).rejects.toMatchObject({
    status: 401,
    cause: [
      { scheme: 'bearer', parameters: { error: 'invalid_token' } },
      { scheme: 'dpop', parameters: { error: 'invalid_token', algs: expect.stringContaining('ES256') } },
    ],
  });
  await expect(read(started, token, `${origin}/invoices`, await newHandle(started.client))).rejects.toMatchObject({
    status: 401,
    cause: [
      { scheme: 'dpop', parameters: { error: 'invalid_token', algs: expect.stringContaining('ES256') } },
      { scheme: 'bearer', parameters: { realm: 'api.lab.test' } },
    ],
  });
});

test('a request that is sent again as it was is refused, and the next one of the client is not', async () => {
  const started = await start();
  const { net, handle, options } = started;
  const { access_token: token } = await logInAt(started, handle);
  const sent: Parameters<Network['fetch']>[] = [];
  const listening = {
    ...started,
    options: { ...options, [oauth.customFetch]: (...given: Parameters<Network['fetch']>) => (sent.push(given), net.fetch(...given)) },
  };
  expect((await read(listening, token, `${GATEWAY}/me`, handle)).status).toBe(200);
  const last = sent.at(-1);
  const again = last && (await net.fetch(...last));
  expect([again?.status, again?.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('error="invalid_dpop_proof"')]);
  expect((await read(started, token, `${GATEWAY}/me`, handle)).status).toBe(200);
});

test('the request passes the validation that this library offers to resource servers', async () => {
  const started = await start();
  const { net, server, handle, options } = started;
  const { access_token: token } = await logInAt(started, handle);
  let request: Request | undefined;
  const listening = {
    ...options,
    [oauth.customFetch]: (...given: Parameters<Network['fetch']>) => {
      request = new Request(given[0], { headers: given[1].headers });
      return net.fetch(...given);
    },
  };
  await oauth
    .protectedResourceRequest(token, 'GET', new URL(`${GATEWAY}/me`), undefined, null, { ...listening, DPoP: handle })
    .catch(() => undefined);
  if (!request) throw new TypeError('The request was sent.');
  const claims = await oauth.validateJwtAccessToken(server, request, GATEWAY, {
    ...options,
    requireDPoP: true,
    [oauth.clockSkew]: net.skew,
  });
  expect(claims).toMatchObject({ sub: 'alice', cnf: { jkt: await handle.calculateThumbprint() } });
});
