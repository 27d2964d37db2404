import { expect, test } from 'vitest';
import { createWorld } from '../world/world.ts';
import { late, lateService } from './late.ts';

test('a late part answers as if it had been there', async () => {
  const twice = late(() => Promise.resolve((number: number) => number * 2));
  expect(await twice(21)).toBe(42);
});

test('a message whose part cannot be fetched gets a 503, and the next one asks again', async () => {
  let reachable = false;
  const answer = late(() =>
    reachable ? Promise.resolve(() => Promise.resolve({ status: 200, headers: [], body: '' })) : Promise.reject(new Error('no network')),
  );
  const world = createWorld({
    parties: [{ id: 'as', name: 'Authorization server', kind: 'authorization-server', origins: ['https://as.lab.test'] }],
    services: { as: () => answer() },
  });
  const status = async (): Promise<number> => {
    const { response } = await world.deliver({ method: 'GET', url: 'https://as.lab.test/', headers: [], body: '' }, { from: 'browser' });
    return response.status;
  };
  expect(await status()).toBe(503);
  reachable = true;
  expect(await status()).toBe(200);
});

test('a late party keeps its memory, and is asked for again where it could not be fetched', async () => {
  let reachable = false;
  let created = 0;
  const counting = lateService<undefined>(() => {
    if (!reachable) return Promise.reject(new Error('no network'));
    return Promise.resolve(() => {
      created += 1;
      let calls = 0;
      return () => Promise.resolve({ status: 200, headers: [], body: String((calls += 1)) });
    });
  });
  const world = createWorld({
    parties: [{ id: 'partner', name: 'Partner', kind: 'api', origins: ['https://partner.lab.test'] }],
    services: { partner: counting(undefined) },
  });
  const asked = async (): Promise<string> => {
    const { response } = await world.deliver(
      { method: 'GET', url: 'https://partner.lab.test/', headers: [], body: '' },
      { from: 'invoices' },
    );
    return `${response.status} ${response.body}`;
  };
  expect(await asked()).toMatch(/^503/);
  reachable = true;
  expect(await Promise.all([asked(), asked()])).toEqual(['200 1', '200 2']);
  expect([await asked(), created]).toEqual(['200 3', 1]);
});
