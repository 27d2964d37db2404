import { expect, test } from 'vitest';
import { json } from '#engine/http/problem.ts';
import { readIntrospection, tokenLive } from '#engine/protocol/introspection/introspection-response.ts';
import rfc7662 from './rfc7662.json' with { type: 'json' };

const { issuer, resource } = rfc7662;

test.each(rfc7662.vectors)('RFC 7662: $comment', ({ response, now, result }) => {
  const { verdict } = readIntrospection(json(200, response));
  expect(tokenLive(verdict, { issuer, resource, now: now * 1000 }).passed).toBe(result === 'valid');
});
