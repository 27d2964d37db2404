import { exportJWK, generateKeyPair } from 'jose';
import { expect, test } from 'vitest';
import { base64url } from '#engine/http/encoding.ts';
import { rsaKeyStrong } from './rsa-strength.ts';

/** A number of so many bits, its highest and its lowest bit set; divisible by 11, which no modulus of the flawed chips is. */
function numberOf(bits: number, leadingZeros = 0): string {
  const digits = (((1n << BigInt(bits - 1)) / 22n + 1n) * 22n + 11n).toString(16);
  const bytes = (digits.padStart(Math.ceil(digits.length / 2) * 2, '0').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return base64url(Uint8Array.from([...Array<number>(leadingZeros).fill(0), ...bytes]));
}

test('a key as the platform makes it is strong', async () => {
  const { publicKey } = await generateKeyPair('RS256', { extractable: true });
  expect(rsaKeyStrong(await exportJWK(publicKey))).toMatchObject({ passed: true, received: '2048 bits' });
});

test.each([
  [2048, 0, true],
  [2047, 0, false],
  [1024, 0, false],
  [1024, 128, false],
  [4096, 3, true],
])('a modulus of %i bits with %i zeros before it: %s', (bits, zeros, passed) => {
  expect(rsaKeyStrong({ n: numberOf(bits, zeros), e: 'AQAB' })).toMatchObject({ passed, received: `${bits} bits` });
});

test.each([
  ['Aw', true],
  ['AQAB', true],
  ['AAAD', true],
  ['AQ', false],
  ['AAAB', false],
  ['Ag', false],
  ['AQAA', false],
  ['', false],
  ['A', false],
  [undefined, false],
])('the exponent %s: %s', (e, passed) => {
  expect(rsaKeyStrong({ n: numberOf(2048), ...(e === undefined ? {} : { e }) }).passed).toBe(passed);
});

test.each([undefined, '', 'AAAA', '?'])('a modulus that is none, %s, is not strong', (n) => {
  expect(rsaKeyStrong({ ...(n === undefined ? {} : { n }), e: 'AQAB' })).toMatchObject({ passed: false, received: '0 bits' });
});
