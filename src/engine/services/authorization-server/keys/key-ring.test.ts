import { expect, test } from 'vitest';
import { ACCESS_TOKEN_KEY, ID_TOKEN_KEY } from '../../../world/keys/keys.ts';
import { LATER_KEYS } from '../../../world/keys/later-keys.ts';
import { createKeyRing } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';

const HOUR = 3_600_000;

function ring(): KeyRing {
  return createKeyRing({ accessToken: ACCESS_TOKEN_KEY, idToken: ID_TOKEN_KEY }, () => Promise.resolve(LATER_KEYS));
}

async function kids(keys: KeyRing, now: number): Promise<(string | undefined)[]> {
  return (await keys.published(now)).map(({ kid }) => kid);
}

test('two keys of each purpose are published, and no private member of them', async () => {
  const published = await ring().published(0);
  expect(published.map(({ kid }) => kid)).toEqual(['as-2026-11', 'as-2026-11-rsa', 'as-2026-12', 'as-2026-12-rsa']);
  expect(published.flatMap(Object.keys).filter((member) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(member))).toEqual([]);
});

test('the next keys sign after a rotation; those before verify for an hour, then leave', async () => {
  const keys = ring();
  expect(await keys.rotate(1000)).toBe(true);
  expect(keys.current().accessToken.kid).toBe('as-2026-12');
  expect(keys.verifying(1000 + HOUR - 1).map(({ kid }) => kid)).toContain('as-2026-11');
  expect(await kids(keys, 1000 + HOUR)).toEqual(['as-2026-12', 'as-2026-12-rsa', 'as-2027-01', 'as-2027-01-rsa']);
});

test('of two rotations within an hour each leaves its own keys to verify for an hour', async () => {
  const keys = ring();
  await keys.rotate(0);
  await keys.rotate(60_000);
  const verifying = (now: number): (string | undefined)[] => keys.verifying(now).map(({ kid }) => kid);
  expect(verifying(HOUR - 1)).toEqual(['as-2027-01', 'as-2027-01-rsa', 'as-2026-12', 'as-2026-12-rsa', 'as-2026-11', 'as-2026-11-rsa']);
  expect(verifying(HOUR)).toEqual(['as-2027-01', 'as-2027-01-rsa', 'as-2026-12', 'as-2026-12-rsa']);
});

test('where there are no further keys, the last ones stay', async () => {
  const keys = ring();
  expect([await keys.rotate(0), await keys.rotate(HOUR), await keys.rotate(2 * HOUR)]).toEqual([true, true, false]);
  expect(keys.current().idToken.kid).toBe('as-2027-01-rsa');
});

test('a later key never has the kid of an earlier one', () => {
  const all = [ACCESS_TOKEN_KEY, ID_TOKEN_KEY, ...LATER_KEYS.flatMap(({ accessToken, idToken }) => [accessToken, idToken])];
  expect(new Set(all.map(({ kid }) => kid)).size).toBe(all.length);
});
