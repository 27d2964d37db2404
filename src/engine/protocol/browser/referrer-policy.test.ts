import { expect, test } from 'vitest';
import { originTo, readReferrerPolicy, referrerTo } from './referrer-policy.ts';
import type { ReferrerPolicy } from './referrer-policy.ts';

const PAGE = 'https://ann:secret@a.test/page?code=1#part';
const WHOLE = 'https://a.test/page?code=1';
const ORIGIN = 'https://a.test/';

test.each([
  [undefined, 'strict-origin-when-cross-origin'],
  ['', 'strict-origin-when-cross-origin'],
  ['made-up', 'strict-origin-when-cross-origin'],
  [' No-Referrer ', 'no-referrer'],
  ['no-referrer, made-up', 'no-referrer'],
  ['no-referrer, same-origin', 'same-origin'],
] as const)('the header %j means %s', (value, policy) => {
  expect(readReferrerPolicy(value)).toBe(policy);
});

test.each<[ReferrerPolicy, string | undefined, string | undefined, string | undefined]>([
  ['no-referrer', undefined, undefined, undefined],
  ['no-referrer-when-downgrade', WHOLE, WHOLE, undefined],
  ['same-origin', WHOLE, undefined, undefined],
  ['origin', ORIGIN, ORIGIN, ORIGIN],
  ['strict-origin', ORIGIN, ORIGIN, undefined],
  ['origin-when-cross-origin', WHOLE, ORIGIN, ORIGIN],
  ['strict-origin-when-cross-origin', WHOLE, ORIGIN, undefined],
  ['unsafe-url', WHOLE, WHOLE, WHOLE],
])('%s tells its own origin %s, another %s, and one without TLS %s', (policy, own, other, downgrade) => {
  const told = ['https://a.test/next', 'https://b.test/', 'http://b.test/'].map((target) => referrerTo(PAGE, target, policy));
  expect(told).toEqual([own, other, downgrade]);
});

test.each<[ReferrerPolicy, string, string, string]>([
  ['no-referrer', 'null', 'null', 'null'],
  ['same-origin', 'https://a.test', 'null', 'null'],
  ['strict-origin', 'https://a.test', 'https://a.test', 'null'],
  ['origin', 'https://a.test', 'https://a.test', 'https://a.test'],
])('%s names to its own origin %s, to another %s, and to one without TLS %s', (policy, own, other, downgrade) => {
  const told = ['https://a.test/next', 'https://b.test/', 'http://b.test/'].map((target) => originTo(PAGE, target, policy));
  expect(told).toEqual([own, other, downgrade]);
});

test('an address that is too long is cut, and one that is no address of the web is not told', () => {
  expect(referrerTo(`https://a.test/${'x'.repeat(4096)}`, 'https://a.test/', 'unsafe-url')).toBe(ORIGIN);
  expect(referrerTo('about:blank', 'https://a.test/', 'unsafe-url')).toBeUndefined();
  expect(originTo('nothing', 'https://a.test/', 'origin')).toBe('null');
});
