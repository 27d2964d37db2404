import { expect, test } from 'vitest';
import { fewFailures, recentFailures, secondsToWait } from './throttle.ts';

const LIMIT = { failures: 3, seconds: 60 };
const NOW = 1_000_000;

test('failures count for the length of the window, and not a moment longer', () => {
  expect(recentFailures([NOW - 60_000, NOW - 59_999, NOW], LIMIT, NOW)).toEqual([NOW - 59_999, NOW]);
});

test('the failure that reaches the limit is the last that is let through', () => {
  expect(fewFailures([1, 2], LIMIT).passed).toBe(true);
  expect(fewFailures([1, 2, 3], LIMIT).passed).toBe(false);
});

test('the wait ends when enough failures have left the window', () => {
  expect(secondsToWait([NOW - 50_000, NOW - 20_000, NOW], LIMIT, NOW)).toBe(10);
  expect(secondsToWait([NOW - 59_999, NOW, NOW], LIMIT, NOW)).toBe(1);
  expect(secondsToWait([NOW - 50_000, NOW - 20_000, NOW, NOW], LIMIT, NOW)).toBe(40);
  expect(secondsToWait([NOW], LIMIT, NOW)).toBe(0);
});
