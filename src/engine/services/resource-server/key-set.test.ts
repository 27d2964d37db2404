import { describe, expect, test } from 'vitest';
import { logIn, rehearse } from '../../../../tests/rehearsal.ts';
import type { HttpRequest } from '../../http/message.ts';
import { LATER_KEYS } from '../../world/keys/later-keys.ts';
import { GATEWAY, INVOICES_API, ask, protectedWorld, tokenFor } from './protected-world.fixture.ts';

function fetches(requests: readonly { readonly request: HttpRequest }[]): number {
  return requests.filter(({ request }) => request.url.endsWith('/jwks')).length;
}

describe.each([`${GATEWAY}/invoices`, `${INVOICES_API}/invoices`])('at %s', (url) => {
  test('ten made-up key ids lead to one look at the keys, and to another after a minute', async () => {
    const world = protectedWorld();
    for (let flood = 0; flood < 10; flood += 1)
      expect((await ask(world, url, { token: await tokenFor('alice', {}, { kid: `made-up-${flood}` }) })).response.status).toBe(401);
    expect(fetches(world.trace().exchanges)).toBe(1);
    world.clock.advance(60);
    await ask(world, url, { token: await tokenFor('alice', {}, { kid: 'made-up' }) });
    expect(fetches(world.trace().exchanges)).toBe(2);
  });

  test('where that check is off, each made-up key id is a look at the keys', async () => {
    const world = protectedWorld(['jwt.key-refresh']);
    for (let flood = 0; flood < 10; flood += 1) await ask(world, url, { token: await tokenFor('alice', {}, { kid: `made-up-${flood}` }) });
    expect(fetches(world.trace().exchanges)).toBe(10);
  });

  test('tokens of known keys lead to no look at all', async () => {
    const world = protectedWorld();
    for (let calls = 0; calls < 3; calls += 1) await ask(world, url, { token: await tokenFor('alice') });
    expect(fetches(world.trace().exchanges)).toBe(0);
  });
});

test('after a rotation new tokens are signed with the next keys, and old ones work until they end', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  await cast.app.redeem();
  const before = cast.app.tokens.accessToken;
  await cast.rotateKeys();
  await cast.browser.navigate(cast.phone.authorizationRequest());
  await cast.browser.submit({}, { button: 'Allow' });
  expect((await cast.phone.redeem()).refused).toBeUndefined();
  expect((await cast.phone.get(`${cast.gateway}/invoices`)).status).toBe(200);
  expect((await cast.phone.get(`${cast.gateway}/invoices`, before)).status).toBe(200);
  expect((await cast.app.userInfo()).claims).toMatchObject({ sub: 'alice' });
  const looks = cast.world.trace().exchanges.filter(({ request }) => request.url.endsWith('/jwks'));
  expect(looks.map(({ from }) => from)).toEqual(['phone', 'gateway', 'invoices']);
});

test('a key that was rotated out is not taken for ever', async () => {
  const cast = rehearse();
  const old = await tokenFor('alice', { exp: 2_000_000_000 });
  const [next] = LATER_KEYS;
  await cast.rotateKeys();
  cast.world.clock.advance(3600);
  const fresh = await tokenFor('alice', { exp: 2_000_000_000 }, { kid: next?.accessToken.kid }, next?.accessToken);
  expect((await cast.app.get(`${cast.gateway}/invoices`, fresh)).status).toBe(200);
  expect((await cast.app.get(`${cast.gateway}/invoices`, old)).status).toBe(401);
});
