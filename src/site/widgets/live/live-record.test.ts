import { expect, test } from 'vitest';
import type { Exchange } from '#engine/trace/trace.ts';
import { MOST_SHOWN, NO_RECORD, partiesIn, withExchanges } from './live-record.ts';

function exchange(number: number, to = 'as'): Exchange {
  const request = { method: 'GET', url: 'https://as.lab.test/', headers: [], body: '' };
  return { number, from: 'visitor', to, request, checks: [], at: 0, edited: [] };
}

test('what is told again is replaced, in its place', () => {
  const trace = withExchanges(withExchanges(NO_RECORD, [exchange(2), exchange(1)]), [exchange(1, 'gateway')]);
  expect(trace.exchanges.map(({ number, to }) => [number, to])).toEqual([
    [1, 'gateway'],
    [2, 'as'],
  ]);
});

test('only the newest are kept', () => {
  const all = Array.from({ length: MOST_SHOWN + 5 }, (_, at) => exchange(at + 1));
  const { exchanges } = withExchanges(NO_RECORD, all);
  expect([exchanges.length, exchanges[0]?.number]).toEqual([MOST_SHOWN, 6]);
});

test('parties that take no part have no lifeline, and the own client has the first', () => {
  const parties = ['app', 'as', 'visitor'].map((id) => ({ id, name: id, kind: 'client' as const, origins: [] }));
  expect(partiesIn({ parties, off: [], exchanges: [exchange(1)] })).toEqual(['visitor', 'as']);
});
