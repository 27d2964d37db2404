import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../http/encoding.ts';
import { CURVES, bytesOf } from '../../curves.ts';
import { judgeEcdsa, signatureInRange } from './ecdsa.ts';
import { signBytes } from './signature.ts';

const KEY = {
  kty: 'EC',
  crv: 'P-256',
  alg: 'ES256',
  x: 'NrC6LMx2wVFAKpypsKgEHPurwcvIpF8QPKshk8gwdek',
  y: 'ddU5lcVk2YY8qfKndmJM0BPzWLVFGe9efUCcMm26gyM',
  d: 'ldP4LEfZ9YKZfRHO7Yhaa9yGT_hCF4FPRcs-VQgl_sA',
};
const INPUT = utf8('e30.e30');
const { n } = CURVES['P-256'];

function signature(r: bigint, s: bigint): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(64);
  bytes.set(bytesOf(r));
  bytes.set(bytesOf(s), 32);
  return bytes;
}

describe.each([false, true])('naive: %s', (naive) => {
  test('a genuine signature is in range and verifies', async () => {
    const genuine = await signBytes('ES256', KEY, INPUT);
    expect(await judgeEcdsa('ES256', KEY, genuine, INPUT, naive)).toMatchObject({ range: { passed: true }, verified: true });
    expect((await judgeEcdsa('ES256', KEY, genuine, utf8('e30.e31'), naive)).verified).toBe(false);
  });

  test('64 zero bytes are out of range, and only the naive arithmetic takes them', async () => {
    const judged = await judgeEcdsa('ES256', KEY, signature(0n, 0n), INPUT, naive);
    expect(judged).toMatchObject({ range: { passed: false, received: 'zeros and nothing else' }, verified: naive });
  });
});

test.each([
  [0n, 1n, 'r'],
  [1n, 0n, 's'],
  [n, 1n, 'r'],
  [1n, n, 's'],
  [n, n, 'r and s'],
])('r = %d and s = %d are refused', (r, s, names) => {
  expect(signatureInRange(KEY, signature(r, s))).toMatchObject({ passed: false, received: `${names} out of range` });
});

test('the ends of the range are inside it, and another length is not', () => {
  expect(signatureInRange(KEY, signature(1n, n - 1n)).passed).toBe(true);
  expect(signatureInRange(KEY, new Uint8Array(63)).passed).toBe(false);
  expect(signatureInRange(KEY, new Uint8Array()).passed).toBe(false);
});
