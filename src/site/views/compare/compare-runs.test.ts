import { expect, test } from 'vitest';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { compareRuns } from './compare-runs.ts';

const run = (...messages: readonly (number | Partial<Exchange>)[]): Trace => ({
  parties: [],
  off: [],
  exchanges: messages.map((message, index): Exchange => {
    const { response, ...rest } = typeof message === 'number' ? { response: { status: message, headers: [], body: '' } } : message;
    return {
      number: index + 1,
      key: `call#${index}`,
      from: 'app',
      to: 'as',
      request: { method: 'POST', url: 'https://as.lab.test/token', headers: [], body: '' },
      checks: [],
      at: 0,
      edited: [],
      response: response ?? { status: 200, headers: [], body: '' },
      ...rest,
    };
  }),
});
const firsts = (left: Trace, right: Trace): boolean[] => compareRuns(left, right).map((row) => row.first);

test('only the first difference is marked', () => {
  expect(firsts(run(200, 200, 200), run(200, 400, 401))).toEqual([false, true, false]);
  expect(compareRuns(run(200, 200, 200), run(200, 400, 401)).map((row) => row.otherwise)).toEqual([false, true, true]);
});

test('a run that stops earlier differs where it stops', () => {
  expect(compareRuns(run(200, 200), run(200))).toMatchObject([{ first: false }, { first: true, right: undefined }]);
});

test('equal runs differ nowhere, whatever marks their carriers gave them', () => {
  expect(firsts(run(200), run(200))).toEqual([false]);
  const marked = (mark: string): Trace =>
    run({ request: { method: 'GET', url: 'https://as.lab.test/', headers: [['traceparent', mark]], body: '' } });
  expect(firsts(marked('00-1'), marked('00-2'))).toEqual([false]);
});

test('a value that differs is a difference, though the answer is the same', () => {
  const asking = (scope: string): Trace =>
    run({ request: { method: 'GET', url: `https://as.lab.test/?scope=${scope}`, headers: [], body: '' } });
  expect(compareRuns(asking('a'), asking('b'))).toMatchObject([{ first: true, otherwise: false }]);
});

test('a check that is off and would have passed is no difference, one that would have failed is', () => {
  const judged = (check: Partial<Exchange['checks'][number]>): Trace =>
    run({ checks: [{ check: 'jwt.audience', party: 'as', outcome: 'passed', ...check }] });
  const on = judged({});
  expect(firsts(judged({ outcome: 'switched-off', wouldHave: 'passed' }), on)).toEqual([false]);
  expect(firsts(judged({ outcome: 'switched-off', wouldHave: 'failed' }), on)).toEqual([true]);
  expect(firsts(judged({ outcome: 'not-reached' }), on)).toEqual([true]);
});

test('a message of the reader’s own stands alone, and what comes after it is beside what it was', () => {
  const mine: Partial<Exchange> = {
    key: 'own#0',
    from: 'you',
    request: { method: 'GET', url: 'https://as.lab.test/jwks', headers: [], body: '' },
  };
  const rows = compareRuns(run(200, 200), run({ key: 'call#0' }, mine, { key: 'call#1' }));
  expect(rows.map(({ left, right }) => [left?.key, right?.key])).toEqual([
    ['call#0', 'call#0'],
    [undefined, 'own#0'],
    ['call#1', 'call#1'],
  ]);
  const other: Partial<Exchange> = { key: 'own#0', request: { method: 'GET', url: 'https://as.lab.test/other', headers: [], body: '' } };
  const two = compareRuns(run(other, { ...mine, key: 'own#1' }), run(mine));
  expect(two.map(({ left, right }) => [left?.key, right?.key])).toEqual([
    ['own#0', undefined],
    ['own#1', 'own#0'],
  ]);
});

test('runs that go other ways are put beside each other to their ends', () => {
  const rows = compareRuns(run({ key: 'a#0' }, { key: 'b#0' }), run({ key: 'a#0' }, { key: 'c#0' }, { key: 'd#0' }));
  expect(rows.length).toBeGreaterThanOrEqual(3);
  expect(rows.filter((row) => row.first)).toHaveLength(1);
});
