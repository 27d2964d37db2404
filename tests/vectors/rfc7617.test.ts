import { expect, test } from 'vitest';
import { formatBasic, parseBasic } from '#engine/http/basic.ts';
import rfc7617 from './rfc7617.json' with { type: 'json' };

test.each(rfc7617.vectors)('RFC 7617: $comment', ({ header, user, password, result }) => {
  expect(parseBasic(header)).toEqual(result === 'valid' ? { user, password } : undefined);
  expect(formatBasic({ user, password }) === header).toBe(result === 'valid');
});
