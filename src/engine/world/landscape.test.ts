import { expect, test } from 'vitest';
import { decodeCompact } from '../protocol/token/jws.ts';
import { CLIENTS } from './clients.ts';
import { createLandscape } from './landscape.ts';
import { mintAccessToken } from './mint-access-token.ts';
import { PARTIES } from './parties.ts';

test('every redirect URI belongs to the client of its name', () => {
  const world = createLandscape();
  expect(world.partyAt(CLIENTS.ledger.redirectUris[0])?.id).toBe('app');
  expect(world.partyAt(CLIENTS.phone.redirectUris[0])?.id).toBe('phone');
  world.giveScheme('attacker');
  expect(world.partyAt(CLIENTS.phone.redirectUris[0])?.id).toBe('attacker');
  expect(world.trace().parties).toEqual(PARTIES);
});

test('a minted token opens the gateway and the API behind it', async () => {
  const world = createLandscape();
  const token = await mintAccessToken(world, { sub: 'carol', scope: 'invoice_read' });
  expect(decodeCompact(token)?.claims).toMatchObject({ sub: 'carol', roles: ['manager'], tenant: 'two' });
  const { response } = await world.deliver(
    { method: 'GET', url: 'https://api.lab.test/invoices', headers: [['Authorization', `Bearer ${token}`]], body: '' },
    { from: 'app' },
  );
  expect(response.status).toBe(200);
  await expect(mintAccessToken(world, { sub: 'mallory', scope: '' })).rejects.toBeInstanceOf(RangeError);
});

test('two landscapes never meet', async () => {
  const [one, other] = [createLandscape(), createLandscape()];
  await one.deliver({ method: 'GET', url: 'https://evil.lab.test/', headers: [], body: '' }, { from: 'browser' });
  expect([one.caught.length, other.caught.length]).toEqual([1, 0]);
  one.clock.advance(60);
  expect(other.clock.now()).toBe(one.clock.now() - 60_000);
});
