import { expect, test } from 'vitest';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { compareRuns } from './compare-runs.ts';

const run = (...statuses: number[]): Trace => ({
  parties: [],
  off: [],
  exchanges: statuses.map((status, index): Exchange => ({
    number: index + 1,
    from: 'app',
    to: 'as',
    request: { method: 'POST', url: 'https://as.lab.test/token', headers: [], body: '' },
    response: { status, headers: [], body: '' },
    checks: [],
    at: 0,
    edited: [],
  })),
});

test('only the first difference is marked', () => {
  expect(compareRuns(run(200, 200, 200), run(200, 400, 401)).map((row) => row.first)).toEqual([false, true, false]);
});

test('a run that stops earlier differs where it stops', () => {
  expect(compareRuns(run(200, 200), run(200))).toMatchObject([{ first: false }, { first: true, right: undefined }]);
});

test('equal runs differ nowhere', () => {
  expect(compareRuns(run(200), run(200)).some((row) => row.first)).toBe(false);
});
