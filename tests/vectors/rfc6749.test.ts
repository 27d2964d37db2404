import { expect, test } from 'vitest';
import { formatClientBasic, parseClientBasic } from '#engine/http/basic.ts';
import rfc6749 from './rfc6749.json' with { type: 'json' };

test.each(rfc6749.vectors)('RFC 6749: $comment', ({ header, id, secret, result }) => {
  expect(parseClientBasic(header)).toEqual(result === 'valid' ? { user: id, password: secret } : undefined);
  expect(formatClientBasic({ user: id, password: secret }) === header).toBe(result === 'valid');
});
