import { expect, test } from 'vitest';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import rfc7515 from './rfc7515.json' with { type: 'json' };

test.each(rfc7515.vectors)('RFC 7515: $comment', async ({ token, algorithm, key, check, result }) => {
  const expectations = { issuer: 'joe', audience: 'anyone', algorithms: [algorithm], keys: [key], leewaySeconds: 0, now: 1_300_819_370_000 };
  const { findings } = await validateAccessToken(token, expectations, (id) => id === 'jwt.key-id');
  expect(findings.find((entry) => entry.check === check)?.finding).toMatchObject({ passed: result === 'valid' });
});
