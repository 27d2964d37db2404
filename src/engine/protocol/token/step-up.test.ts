import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loginMeets } from './step-up.ts';

const NOW = 1_000_000;
const BOTH = { acrValues: ['gold', 'silver'], maxAge: 60 };

function meets(claims: Readonly<Record<string, unknown>>, demand = BOTH): boolean {
  return loginMeets(claims, demand, NOW).passed;
}

test('any of the classes will do, and a login as old as it may be', () => {
  expect(meets({ acr: 'silver', auth_time: 940 })).toBe(true);
  expect(meets({ acr: 'gold', auth_time: 1000 })).toBe(true);
  expect(meets({ acr: 'gold', auth_time: 1030 })).toBe(true);
});

test.each([
  ['another class', { acr: 'bronze', auth_time: 1000 }],
  ['no class', { auth_time: 1000 }],
  ['a class that is no text', { acr: ['gold'], auth_time: 1000 }],
  ['an old login', { acr: 'gold', auth_time: 939 }],
  ['a login that is yet to come', { acr: 'gold', auth_time: 1031 }],
  ['no time', { acr: 'gold' }],
  ['a time that is no number', { acr: 'gold', auth_time: '1000' }],
])('%s will not do', (_what, claims) => {
  expect(meets(claims)).toBe(false);
});

test('what is not asked for does not count', () => {
  expect(loginMeets({}, {}, NOW).passed).toBe(true);
  expect(loginMeets({ auth_time: 1000 }, { maxAge: 5 }, NOW).passed).toBe(true);
  expect(loginMeets({ acr: 'gold' }, { acrValues: ['gold'] }, NOW).passed).toBe(true);
});

test('no claims make the rule throw', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('acr', 'auth_time'), fc.anything()), (claims) => {
      expect(typeof loginMeets(claims, BOTH, NOW).passed).toBe('boolean');
    }),
  );
});
