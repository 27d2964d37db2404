import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLandscape } from '../world/landscape.ts';
import { readExchanges, readTrace } from './trace-schema.ts';

async function recorded(): Promise<unknown> {
  const world = createLandscape({ off: ['jwt.audience'] });
  await world.deliver({ method: 'GET', url: 'https://api.lab.test/invoices', headers: [['A', 'b']], body: '' }, { from: 'attacker' });
  return JSON.parse(JSON.stringify(world.trace())) as unknown;
}

test('a record that a landscape made is read as it was', async () => {
  const json = await recorded();
  expect(readTrace(json)).toEqual(json);
});

test('one with a check that does not exist, a number that is none, or a text beyond its bound is no record', async () => {
  const text = JSON.stringify(await recorded());
  for (const [from, to] of [
    ['"check":"gateway.credential"', '"check":"gateway.nonsense"'],
    ['"number":1', '"number":"1"'],
    ['"b"', `"${'b'.repeat(70_001)}"`],
    ['"id":"gateway"', '"id":7'],
  ] as const) {
    expect(text).toContain(from);
    expect(readTrace(JSON.parse(text.replaceAll(from, to)))).toBeUndefined();
  }
});

test('whatever else comes is no record either, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.anything(), (json) => {
      expect(readTrace(json)).toBeUndefined();
      if (!Array.isArray(json) || json.length > 0) expect(readExchanges(json)).toBeUndefined();
    }),
  );
});
