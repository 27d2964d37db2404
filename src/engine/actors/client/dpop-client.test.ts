import { expect, test } from 'vitest';
import { exchange, logIn, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { createDpopClient, createSinglePageApp } from './dpop-client.ts';
import type { DpopClient } from './dpop-client.ts';

type Played = ReturnType<typeof rehearse>;

async function loggedIn(played: Parameters<typeof createDpopClient>[1], cast: Played = rehearse()): Promise<readonly [DpopClient, Played]> {
  const client = createDpopClient(cast, played);
  await logIn(cast, client.authorizationRequest({ dpopKey: await client.keyThumbprint() }));
  return [client, cast];
}

test.each(['spa', 'phone', 'app', 'spaBound'] as const)(
  '%s gets bound tokens, calls APIs and UserInfo with them, and refreshes',
  async (played) => {
    const [client, cast] = await loggedIn(played);
    const outcome = await client.redeem();
    expect(outcome.refused).toBeUndefined();
    expect(decodeCompact(client.tokens.accessToken ?? '')?.claims['cnf']).toEqual({ jkt: await client.keyThumbprint() });
    expect((await client.get(`${cast.gateway}/invoices`)).status).toBe(200);
    expect((await client.userInfo()).claims).toMatchObject({ sub: 'alice' });
    expect((await client.refresh()).refused).toBeUndefined();
    expect((await client.get(`${cast.invoices}/me`)).status).toBe(200);
  },
);

test('a server asks for its nonce once; after that every proof holds the latest', async () => {
  const [client, cast] = await loggedIn('spa');
  await client.redeem();
  const before = cast.world.trace().exchanges.length;
  await client.get(`${cast.gateway}/me`);
  await client.get(`${cast.gateway}/me`);
  const calls = cast.world
    .trace()
    .exchanges.slice(before)
    .filter(({ to }) => to === 'gateway');
  expect(calls.map(({ response }) => response?.status)).toEqual([401, 200, 200]);
  const proofs = calls.map(({ request }) => decodeCompact(header(request, 'dpop') ?? '')?.claims);
  expect(new Set(proofs.map((claims) => claims?.['jti'])).size).toBe(3);
  expect(proofs.map((claims) => typeof claims?.['nonce'])).toEqual(['undefined', 'string', 'string']);
});

test('played twice it sends the same bytes, signatures included', async () => {
  const record = async (): Promise<unknown> => {
    const [client, cast] = await loggedIn('spa');
    await client.redeem();
    await client.get(`${cast.gateway}/invoices`);
    return cast.world.trace();
  };
  expect(await record()).toEqual(await record());
});

test('a server that refuses for another reason is asked once', async () => {
  const [client, cast] = await loggedIn('spa');
  await client.redeem();
  await client.get(`${cast.gateway}/me`);
  cast.world.clock.advance(340);
  const before = cast.world.trace().exchanges.length;
  expect((await client.get(`${cast.gateway}/me`)).status).toBe(401);
  expect([cast.world.trace().exchanges.length - before, outcomeOf(cast, 'jwt.expiry')]).toEqual([1, 'failed']);
});

test('without DPoP the single-page app sends no proof, and its tokens work for anybody', async () => {
  const cast = rehearse();
  const plain = createSinglePageApp(cast);
  await logIn(cast, plain.authorizationRequest());
  expect((await plain.redeem()).tokens).toBeDefined();
  expect(header(exchange(cast).request, 'dpop')).toBeUndefined();
  expect((await cast.attacker.get(`${cast.gateway}/invoices`, plain.tokens.accessToken ?? '')).status).toBe(200);
});
