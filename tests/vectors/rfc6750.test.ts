import { expect, test } from 'vitest';
import { bearerChallenge, parseChallenges } from '#engine/http/challenge.ts';
import type { Header } from '#engine/http/message.ts';
import { bearerFromRequest, bearerInOnePlace } from '#engine/protocol/message/bearer.ts';
import rfc6750 from './rfc6750.json' with { type: 'json' };

test.each(rfc6750.vectors.requests)('RFC 6750: $comment', ({ request, place, result }) => {
  const headers: Header[] = request.headers.map(([name = '', value = '']) => [name, value]);
  const sent = { ...request, headers };
  const found = bearerFromRequest(sent);
  expect(bearerInOnePlace(sent, found).passed).toBe(result === 'valid');
  if (result === 'valid') expect(found).toEqual([{ place, scheme: 'Bearer', token: 'mF_9.B5f-4.1JqM' }]);
});

test.each(rfc6750.vectors.challenges)('RFC 6750: $comment', ({ header, parameters }) => {
  expect(bearerChallenge(parameters)).toBe(header);
  expect(parseChallenges(header)).toEqual([{ scheme: 'Bearer', parameters: Object.entries(parameters) }]);
});
