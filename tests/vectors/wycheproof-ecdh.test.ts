import { expect, test } from 'vitest';
import { fromBase64url } from '#engine/http/encoding.ts';
import { bytesOf, numberOf } from '#engine/protocol/curves.ts';
import { pointOnCurve } from '#engine/protocol/jwe/jwe-rules.ts';
import { multiplyAnyPoint } from '#engine/protocol/naive/p256-any-point.ts';
import wycheproof from './wycheproof-ecdh.json' with { type: 'json' };

const OURS = { kty: 'EC', crv: 'P-256', kid: 'ours', alg: 'ECDH-ES' };

function number(text: string): bigint {
  return numberOf(fromBase64url(text) ?? new Uint8Array());
}

/** The secret as the platform agrees on it, in hex. */
async function agreed(own: JsonWebKey, other: JsonWebKey): Promise<string> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  const [mine, theirs] = await Promise.all([
    crypto.subtle.importKey('jwk', own, curve, false, ['deriveBits']),
    crypto.subtle.importKey('jwk', other, curve, false, []),
  ]);
  return Buffer.from(await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, mine, 256)).toString('hex');
}

test.each(wycheproof.valid)('Wycheproof ECDH $tcId: $comment', async ({ public: other, own, shared }) => {
  expect(pointOnCurve({ epk: other }, OURS).passed).toBe(true);
  expect(await agreed(own, other)).toBe(shared);
  const product = multiplyAnyPoint(number(own.d), { x: number(other.x), y: number(other.y) });
  expect(Buffer.from(bytesOf(product?.x ?? 0n)).toString('hex')).toBe(shared);
});

test.each(wycheproof.invalid)('Wycheproof ECDH $tcId is refused before anybody agrees: $comment', async ({ public: other }) => {
  expect(pointOnCurve({ epk: other }, OURS).passed).toBe(false);
  await expect(agreed(wycheproof.valid[0]?.own ?? {}, other)).rejects.toThrow();
});
