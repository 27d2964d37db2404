import { expect, test } from 'vitest';
import { isAmount } from './json-body.ts';

test.each([0.01, 0.07, 0.29, 1.1, 95, 340.5, 1_005.01, 999_999.99, 1_000_000])('%d is an amount of money', (value) => {
  expect(isAmount(value)).toBe(true);
});

test('every sum in whole cents is an amount', () => {
  for (let cents = 1; cents <= 100_000_000; cents += 7_919)
    expect(isAmount(Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)), String(cents)).toBe(true);
});

test.each([0, -0, -1, 1e-9, 0.001, 1.005, 10.000_000_001, 1_000_000.01, 1e300, Infinity, NaN, '1', null, undefined, [1], true])(
  '%s is none',
  (value) => {
    expect(isAmount(value)).toBe(false);
  },
);
