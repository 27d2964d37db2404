import { expect, test } from 'vitest';
import { fromBase64url, utf8 } from '#engine/http/encoding.ts';
import { validateAccessToken } from '#engine/protocol/token/access-token.ts';
import { verifyBytes } from '#engine/protocol/token/signature/signature.ts';
import rfc7797 from './rfc7797.json' with { type: 'json' };

test.each(rfc7797.vectors)('RFC 7797 $comment: the signature is what the RFC says', async ({ header, payload, signature }) => {
  const bytes = fromBase64url(signature) ?? new Uint8Array();
  expect(await verifyBytes('HS256', rfc7797.key, bytes, utf8(`${header}.${payload}`))).toBe(true);
});

test.each(rfc7797.vectors)('RFC 7797 $comment: is taken for a token only where it is encoded', async ({ header, payload, signature, encoded }) => {
  const expectations = { issuer: 'x', audience: 'x', algorithms: ['HS256'], keys: [rfc7797.key], leewaySeconds: 0, now: 0 };
  const { findings } = await validateAccessToken(`${header}.${payload}.${signature}`, expectations, () => false);
  expect(findings.find(({ check }) => check === 'jwt.encoded-payload')?.finding.passed).toBe(encoded);
});
