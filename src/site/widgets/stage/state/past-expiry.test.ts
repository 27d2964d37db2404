import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import { secondsPastExpiry } from './past-expiry.ts';

const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)));
const token = `${part({ alg: 'Ed25519' })}.${part({ exp: 1300 })}.c2ln`;

test('just after expiry counts the leeway in, and is not offered twice', () => {
  const request = { method: 'GET', url: 'https://api.lab.test/', headers: [['Authorization', `Bearer ${token}`] as const], body: '' };
  const exchange = { number: 1, from: 'app', to: 'gateway', request, checks: [], at: 0, edited: [] };
  const trace = { parties: [], off: [], exchanges: [exchange] };
  expect(secondsPastExpiry({ trace, now: 1_000_000 }, 60)).toBe(361);
  expect(secondsPastExpiry({ trace, now: 2_000_000 }, 60)).toBeUndefined();
  expect(secondsPastExpiry({ trace: { ...trace, exchanges: [] }, now: 0 }, 60)).toBeUndefined();
});
