import { expect, test } from 'vitest';
import { base64url, fromBase64url, utf8 } from '#engine/http/encoding.ts';
import { openToken } from '#engine/protocol/jwe/open-token.ts';
import { keyShareOf, sharedSecret } from '#engine/protocol/tls/key-schedule.ts';
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

test('RFC 8037 A.6: both sides agree on one secret, as they do in a handshake', async () => {
  const { private: own, ephemeral, recipient, secret } = rfc8037.agreement;
  const bytes = (text: string): Uint8Array<ArrayBuffer> => fromBase64url(text) ?? new Uint8Array();
  expect(base64url(await keyShareOf(bytes(own)))).toBe(ephemeral);
  expect(base64url(await sharedSecret(bytes(own), bytes(recipient)))).toBe(secret);
});

test.each(rfc8037.headers)('RFC 8037 $comment: no token is sealed on that curve here, and a sender that tries is refused', async ({ header, key }) => {
  const keys = [{ ...key, alg: header.alg }];
  const token = [base64url(utf8(JSON.stringify(header))), 'AA', 'AA', 'AA', 'AA'].join('.');
  const { findings } = await openToken(token, { keys, encryptions: [header.enc], mostIterations: 1, mostBytes: 1 }, () => false);
  expect(findings.find(({ check }) => check === 'jwe.point-on-curve')?.finding).toMatchObject({
    passed: false,
    received: `a key of ${header.epk.crv}`,
  });
});
