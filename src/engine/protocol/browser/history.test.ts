import { expect, test } from 'vitest';
import { mayBeShownAgain } from './history.ts';

test.each([
  [[], true],
  [[['Cache-Control', 'no-cache, max-age=0']], true],
  [[['Cache-Control', 'private, No-Store']], false],
  [
    [
      ['Cache-Control', 'private'],
      ['cache-control', 'no-store'],
    ],
    false,
  ],
  [[['Cache-Control', 'no-storefront']], true],
] as const)('an answer with %j is shown again: %s', (headers, again) => {
  expect(mayBeShownAgain({ status: 200, headers, body: '' })).toBe(again);
});
