import { expect, test } from 'vitest';
import { createRevokedTokens } from './revoked-tokens.ts';

test('a token is on the list until it would have ended, and then makes room', () => {
  const revoked = createRevokedTokens();
  revoked.add('one', 1000, 0);
  revoked.add('two', 5000, 0);
  expect([revoked.has('one'), revoked.has('two'), revoked.has('three')]).toEqual([true, true, false]);
  revoked.add('three', 5000, 1000);
  expect([revoked.has('one'), revoked.has('two')]).toEqual([false, true]);
});

test('the list is bounded', () => {
  const revoked = createRevokedTokens();
  for (let count = 0; count <= 2000; count += 1) revoked.add(`token-${count}`, 10, 0);
  expect([revoked.has('token-0'), revoked.has('token-2000')]).toEqual([false, true]);
});
