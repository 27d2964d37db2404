import { expect, test } from 'vitest';
import { base64, base64url, fromBase64, fromBase64url } from './encoding.ts';

test('bytes of every length come back, also many of them', () => {
  for (const length of [0, 1, 2, 3, 4, 255, 8191, 8192, 8193, 20_000]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + length) & 0xff);
    expect(fromBase64url(base64url(bytes))).toEqual(bytes);
    expect(fromBase64(base64(bytes))).toEqual(bytes);
  }
});

test.each([
  ['a bit beyond the last byte of one', 'AB'],
  ['a bit beyond the last byte of two', 'AAB'],
  ['a length that no bytes give', 'AAAAA'],
  ['padding', 'AA=='],
  ['the other alphabet', 'A+/A'],
  ['a line break', 'AAA\nA'],
  ['a line break at the end', 'AAAA\n'],
])('base64url with %s is not read', (_what, text) => {
  expect(fromBase64url(text)).toBeUndefined();
});
