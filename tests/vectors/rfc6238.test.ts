import { expect, test } from 'vitest';
import { utf8 } from '#engine/http/encoding.ts';
import { codeOfStep, hotp, stepAt } from '#engine/protocol/authentication/one-time-code.ts';
import rfc6238 from './rfc6238.json' with { type: 'json' };

/** The secret is as long as the hash's output: the same digits over and over. Errata 2866 of RFC 6238 */
const LENGTHS: Readonly<Record<string, number>> = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-512': 64 };

test.each(rfc6238.counters.map((code, counter) => [counter, code] as const))('RFC 4226: counter %i gives %s', async (counter, code) => {
  expect(await hotp(utf8(rfc6238.secret), counter)).toBe(code);
});

test.each(rfc6238.times)('RFC 6238: $hash at $seconds seconds gives $code', async ({ seconds, hash, code }) => {
  const secret = utf8(rfc6238.secret.repeat(4).slice(0, LENGTHS[hash]));
  expect(await hotp(secret, stepAt(seconds * 1000), { digits: 8, hash })).toBe(code);
});

test('a secret in base32 is the same secret', async () => {
  expect(await codeOfStep('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 1)).toBe(rfc6238.counters[1]);
});
