import { expect, test } from 'vitest';
import { formatBasic } from '../../http/basic.ts';
import { header } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import { createLandscape } from '../../world/landscape.ts';
import { GATEWAY, INVOICES, ISSUER, PARTIES, PAYMENTS } from '../../world/parties.ts';
import { tokenFor } from '../resource-server/protected-world.fixture.ts';

const ORIGINS = new Map(
  PARTIES.flatMap(({ origins }) => origins)
    .filter((origin) => origin.startsWith('https:'))
    .map((origin, index) => [origin, `http://127.0.0.1:${9700 + index}`]),
);

function served(origin: string): string {
  return ORIGINS.get(origin) ?? '';
}

test('on loopback the API is told the name, port and scheme by which the gateway was called', async () => {
  const world = createLandscape({ served: { origins: ORIGINS } });
  const headers: Header[] = [['Authorization', formatBasic({ user: 'alice', password: 'wonderland' })]];
  const { response } = await world.deliver({ method: 'GET', url: `${served(GATEWAY)}/basic/me`, headers, body: '' }, { from: 'app' });
  const inner = world.trace().exchanges.at(-1);
  expect([response.status, inner && header(inner.request, 'forwarded')]).toEqual([
    200,
    `host="${served(GATEWAY).replace('http://', '')}";proto=http`,
  ]);
});

test('on loopback the trust zone of the payments API is that of the parties there', async () => {
  const world = createLandscape({ served: { origins: ORIGINS } });
  const token = await tokenFor('alice', { iss: served(ISSUER), aud: served(PAYMENTS), scope: 'payment_write' });
  const headers: Header[] = [
    ['Authorization', `Bearer ${token}`],
    ['Idempotency-Key', 'one'],
  ];
  const body = JSON.stringify({ creditor: 'C-204', amount: 5 });
  const { response } = await world.deliver({ method: 'POST', url: `${served(PAYMENTS)}/payments`, headers, body }, { from: 'app' });
  const zone = world
    .trace()
    .exchanges.at(-1)
    ?.checks.find(({ check }) => check === 'api.trust-zone');
  expect([response.status, zone?.expected]).toEqual([201, `only inside [${[GATEWAY, INVOICES, PAYMENTS].map(served).join(', ')}]`]);
});
