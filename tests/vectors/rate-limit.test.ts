import { expect, test } from 'vitest';
import { rateLimitFields } from '#engine/http/rate-limit-fields.ts';
import rateLimit from './rate-limit.json' with { type: 'json' };

test.each(rateLimit.vectors)('RateLimit fields: $comment', ({ items, policy, limit }) => {
  expect(rateLimitFields(items)).toEqual([
    ['RateLimit-Policy', policy],
    ['RateLimit', limit],
  ]);
});

test('without a policy there are no fields', () => {
  expect(rateLimitFields([])).toEqual([]);
});
