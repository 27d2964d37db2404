import { expect, test } from 'vitest';
import { jwkThumbprint } from '#engine/protocol/token/signature/jwk-thumbprint.ts';
import rfc7638 from './rfc7638.json' with { type: 'json' };

test.each(rfc7638.vectors)('RFC 7638: $comment', async ({ key, thumbprint }) => {
  expect(await jwkThumbprint(key)).toBe(thumbprint);
});
