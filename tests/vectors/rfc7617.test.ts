import { expect, test } from 'vitest';
import { formatBasic, parseBasic } from '#engine/http/basic.ts';
import { basicUserMatches } from '#engine/protocol/caller/basic-user.ts';
import rfc7617 from './rfc7617.json' with { type: 'json' };

test.each(rfc7617.vectors)('RFC 7617: $comment', ({ header, user, password, result }) => {
  expect(parseBasic(header)).toEqual(result === 'valid' ? { user, password } : undefined);
  expect(formatBasic({ user, password }) === header).toBe(result === 'valid');
  const request = { method: 'GET', url: 'https://api.lab.test/me', headers: [['Authorization', header] as const], body: '' };
  expect(basicUserMatches(request, [{ sub: user, password }]).finding.passed).toBe(result === 'valid');
  expect(basicUserMatches(request, [{ sub: user, password: `${password} ` }]).finding.passed).toBe(false);
});
