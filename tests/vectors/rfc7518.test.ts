import { expect, test } from 'vitest';
import { fromBase64url, utf8 } from '#engine/http/encoding.ts';
import { bytesOf, isOnCurve, numberOf } from '#engine/protocol/curves.ts';
import { multiplyAnyPoint } from '#engine/protocol/naive/p256-any-point.ts';
import rfc7518 from './rfc7518.json' with { type: 'json' };

const { ephemeral, recipient, agreement, contentEncryption } = rfc7518;

function number(text: string): bigint {
  return numberOf(fromBase64url(text) ?? new Uint8Array());
}

test.each([
  [ephemeral, recipient],
  [recipient, ephemeral],
])('RFC 7518 C: both sides agree on one secret, by the naive arithmetic as well', (own, other) => {
  const shared = multiplyAnyPoint(number(own.d), { x: number(other.x), y: number(other.y) });
  expect([...bytesOf(shared?.x ?? 0n)]).toEqual(agreement);
});

test('RFC 7518 C: both keys lie on the curve, and a neighbor of one does not', () => {
  for (const { x, y } of [ephemeral, recipient]) expect(isOnCurve('P-256', number(x), number(y))).toBe(true);
  expect(isOnCurve('P-256', number(ephemeral.x), number(ephemeral.y) + 1n)).toBe(false);
});

/** AES in CBC mode and an HMAC over all that was said, as the RFC puts them together. RFC 7518 §5.2.2.1 */
async function sealed(hash: string, keyBytes: number): Promise<{ ciphertext: string; tag: string }> {
  const { plaintext, additionalData } = contentEncryption;
  const iv = Buffer.from(contentEncryption.iv, 'hex');
  const key = Uint8Array.from({ length: keyBytes }, (_, index) => index);
  const encryption = await crypto.subtle.importKey('raw', key.slice(keyBytes / 2), 'AES-CBC', false, ['encrypt']);
  const ciphertext = Buffer.from(await crypto.subtle.encrypt({ name: 'AES-CBC', iv }, encryption, utf8(plaintext)));
  const authentication = await crypto.subtle.importKey('raw', key.slice(0, keyBytes / 2), { name: 'HMAC', hash }, false, ['sign']);
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(additionalData.length * 8));
  const tag = await crypto.subtle.sign('HMAC', authentication, Buffer.concat([utf8(additionalData), iv, ciphertext, length]));
  return { ciphertext: ciphertext.toString('hex'), tag: Buffer.from(tag.slice(0, keyBytes / 2)).toString('hex') };
}

test.each(contentEncryption.vectors)('RFC 7518 $comment: the platform gives the ciphertext and the tag of the RFC', async (vector) => {
  const { ciphertext, tag } = await sealed(vector.hash, vector.keyBytes);
  expect(ciphertext.slice(0, vector.ciphertextStart.length)).toBe(vector.ciphertextStart);
  expect(tag).toBe(vector.tag);
});
