import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAt, remaining, secondsLeft, withinLimits } from './call-limit.ts';

const BURST = { name: 'burst', quota: 2, window: 10 };
const DAILY = { name: 'daily', quota: 3, window: 86_400 };

test('a window begins with its first call and ends after its seconds, to the millisecond', () => {
  const count = { policy: BURST, since: 1000, used: 2 };
  expect(countAt(BURST, count, 10_999)).toEqual(count);
  expect(countAt(BURST, count, 11_000)).toEqual({ policy: BURST, since: 11_000, used: 0 });
  expect(countAt(BURST, undefined, 5)).toEqual({ policy: BURST, since: 5, used: 0 });
});

test('the time to wait is in whole seconds and never nothing', () => {
  const count = { policy: BURST, since: 0, used: 2 };
  expect([0, 9_000, 9_001, 9_999, 10_000].map((now) => secondsLeft(count, now))).toEqual([10, 1, 1, 1, 1]);
});

test('the tightest of several limits decides', () => {
  const counts = [
    { policy: DAILY, since: 0, used: 2 },
    { policy: BURST, since: 0, used: 2 },
  ];
  expect(withinLimits(counts)).toEqual({ passed: false, expected: 'at most 2 calls in 10 s (burst)', received: 'call 3' });
  expect(withinLimits(counts.slice(0, 1)).passed).toBe(true);
  expect(withinLimits([]).passed).toBe(true);
});

test('no count lets more calls through than its policy has', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.nat(50), (quota, calls) => {
      let count = countAt({ ...BURST, quota }, undefined, 0);
      let passedOn = 0;
      for (let call = 0; call < calls; call += 1) {
        if (!withinLimits([count]).passed) continue;
        passedOn += 1;
        count = { ...count, used: count.used + 1 };
      }
      expect(passedOn).toBe(Math.min(quota, calls));
      expect(remaining(count)).toBe(quota - passedOn);
    }),
  );
});
