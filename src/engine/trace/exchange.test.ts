import { expect, test } from 'vitest';
import { newestExchange, toneOf } from './exchange.ts';
import type { Exchange } from './trace.ts';

const exchange = (number: number, more: Partial<Exchange> = {}): Exchange => ({
  number,
  from: 'app',
  to: 'as',
  request: { method: 'GET', url: 'https://as.lab.test/', headers: [], body: '' },
  checks: [],
  at: 0,
  edited: [],
  ...more,
});

test('the newest message is the newest an actor sent, not one nested in it', () => {
  const first = exchange(1);
  expect(newestExchange({ parties: [], off: [], exchanges: [first, exchange(2, { parent: 1 })] })).toBe(first);
  expect(newestExchange({ parties: [], off: [], exchanges: [] })).toBeUndefined();
});

test('a message is refused by a check inside of it, whatever status its own answer has', () => {
  const outer = exchange(1, { response: { status: 200, headers: [], body: '' } });
  const inner = exchange(2, { parent: 1, checks: [{ check: 'jwt.audience', party: 'as', outcome: 'failed' }] });
  const trace = { parties: [], off: [], exchanges: [outer, inner] };
  expect(toneOf(trace, outer)).toBe('refused');
  expect(toneOf({ ...trace, exchanges: [outer] }, outer)).toBe('accepted');
});
