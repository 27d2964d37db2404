import { expect, test } from 'vitest';
import { rootSeenFrom } from './any-base.ts';

test('a file at the top sees the root as its own folder', () => {
  expect(rootSeenFrom('index.html')).toBe('./');
});

test('a page three folders down climbs three folders', () => {
  expect(rootSeenFrom('learn/tokens/validating-a-jwt/index.html')).toBe('../../../');
});
