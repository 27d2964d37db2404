import { expect, test } from 'vitest';
import { accessTokenHash } from '#engine/protocol/token/id-token.ts';
import oidcCore from './oidc-core.json' with { type: 'json' };

test.each(oidcCore.vectors)('OpenID Connect Core: $comment', async ({ text, algorithm, hash, result }) => {
  expect((await accessTokenHash(text, algorithm)) === hash).toBe(result === 'valid');
});
