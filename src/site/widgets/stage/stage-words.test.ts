import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import { newestMessage, secondsPastExpiry } from './stage-words.ts';

const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)));
const token = `${part({ alg: 'Ed25519' })}.${part({ exp: 1300 })}.c2ln`;

test('the newest message is the newest an actor sent, not one nested in it', () => {
  const exchange = {
    from: 'app',
    to: 'as',
    request: { method: 'GET', url: 'https://as.lab.test/', headers: [], body: '' },
    checks: [],
    at: 0,
    edited: [],
  };
  expect(
    newestMessage({
      parties: [],
      off: [],
      exchanges: [
        { ...exchange, number: 1 },
        { ...exchange, number: 2, parent: 1 },
      ],
    }),
  ).toBe(1);
  expect(newestMessage({ parties: [], off: [], exchanges: [] })).toBeUndefined();
});

test('just after expiry counts the leeway in, and is not offered twice', () => {
  const holdings = [{ kind: 'access token' as const, value: token, holders: [] }];
  expect(secondsPastExpiry({ holdings, now: 1_000_000 }, 60)).toBe(361);
  expect(secondsPastExpiry({ holdings, now: 2_000_000 }, 60)).toBeUndefined();
  expect(secondsPastExpiry({ holdings: [], now: 0 }, 60)).toBeUndefined();
});
