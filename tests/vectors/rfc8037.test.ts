import { expect, test } from 'vitest';
import { base64url, fromBase64url, utf8 } from '#engine/http/encoding.ts';
import { jwkThumbprint } from '#engine/protocol/token/signature/jwk-thumbprint.ts';
import { publicPart, signBytes, verifyBytes } from '#engine/protocol/token/signature/signature.ts';
import rfc8037 from './rfc8037.json' with { type: 'json' };

test.each(rfc8037.vectors)('RFC 8037: $comment', async ({ key, thumbprint, algorithm, token }) => {
  const input = utf8(token.slice(0, token.lastIndexOf('.')));
  const signature = fromBase64url(token.slice(token.lastIndexOf('.') + 1)) ?? new Uint8Array();
  expect(await jwkThumbprint(key)).toBe(thumbprint);
  expect(base64url(await signBytes(algorithm, key, input))).toBe(base64url(signature));
  expect(await verifyBytes(algorithm, publicPart(key), signature, input)).toBe(true);
  expect(await verifyBytes(algorithm, publicPart(key), signature, utf8('something else'))).toBe(false);
});
