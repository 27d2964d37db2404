import { expect, test } from 'vitest';
import { deriveChallenge, matchCodeVerifier } from '#engine/protocol/authorization/pkce.ts';
import rfc7636 from './rfc7636.json' with { type: 'json' };

test.each(rfc7636.vectors)('RFC 7636: $comment', async ({ verifier, challenge, result }) => {
  expect((await matchCodeVerifier(verifier, { method: 'S256', value: challenge })).passed).toBe(result === 'valid');
  expect((await deriveChallenge(verifier)) === challenge).toBe(result === 'valid');
});
