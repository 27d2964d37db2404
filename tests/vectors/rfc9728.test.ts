import { expect, test } from 'vitest';
import { parseChallenges } from '#engine/http/challenge.ts';
import { header } from '#engine/http/message.ts';
import { ask, jsonBody, rehearse } from '../rehearsal.ts';
import rfc9728 from './rfc9728.json' with { type: 'json' };

const METADATA = 'https://api.lab.test/.well-known/oauth-protected-resource';

test.each(rfc9728.vectors.metadata)('RFC 9728: $comment', async ({ member, value }) => {
  const response = await ask(rehearse(), { url: METADATA });
  expect([response.status, header(response, 'content-type')]).toEqual([200, 'application/json']);
  expect(jsonBody(response)[member]).toEqual(value);
});

test.each(rfc9728.vectors.challenges)('RFC 9728: $comment', async ({ path, token }) => {
  const headers = token === '' ? [] : [['Authorization', `Bearer ${token}`] as const];
  const response = await ask(rehearse(), { url: `https://api.lab.test${path}`, headers });
  const [challenge] = parseChallenges(header(response, 'www-authenticate') ?? '') ?? [];
  expect(response.status).toBe(401);
  expect(Object.fromEntries(challenge?.parameters ?? [])['resource_metadata']).toBe(METADATA);
});
