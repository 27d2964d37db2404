import * as client from 'openid-client';
import { createRemoteJWKSet, customFetch as joseFetch, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { CLIENTS } from '#engine/world/clients.ts';
import { ISSUER } from '#engine/world/parties.ts';
import { network } from './network.ts';

test('openid-client builds the logout, and an independent verifier takes the logout token', async () => {
  const net = network();
  const config = await client.discovery(
    new URL(ISSUER),
    'ledger',
    { [client.clockSkew]: net.skew },
    client.ClientSecretBasic(CLIENTS.ledger.secret),
    { [client.customFetch]: net.fetch },
  );
  const verifier = client.randomPKCECodeVerifier();
  const back = await net.authorize(
    client.buildAuthorizationUrl(config, {
      redirect_uri: CLIENTS.ledger.redirectUris[0],
      scope: 'openid',
      state: 's',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }),
  );
  const tokens = await client.authorizationCodeGrant(config, back, { pkceCodeVerifier: verifier, expectedState: 's' });
  const home = CLIENTS.ledger.postLogoutRedirectUris[0];
  const url = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? '', post_logout_redirect_uri: home, state: 'bye' });
  const page = await net.cast.browser.navigate(url.href);
  expect(page.url).toBe(`${home}?state=bye`);

  const told = net.cast.world.trace().exchanges.find(({ request }) => request.url === CLIENTS.ledger.backchannelLogoutUri);
  const token = new URLSearchParams(told?.request.body).get('logout_token') ?? '';
  const keys = createRemoteJWKSet(new URL(`${ISSUER}/jwks`), {
    [joseFetch]: (address, init) => net.fetch(address, { method: init.method, headers: Object.fromEntries(init.headers) }),
  });
  const { payload } = await jwtVerify(token, keys, {
    issuer: ISSUER,
    audience: 'ledger',
    typ: 'logout+jwt',
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
    currentDate: new Date(net.cast.world.clock.now()),
  });
  expect(payload).toMatchObject({ sub: 'alice', sid: tokens.claims()?.['sid'] });
});
