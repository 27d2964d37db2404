import { expect, test } from 'vitest';
import { fromBase64url } from '#engine/http/encoding.ts';
import { bytesOf, isOnCurve, numberOf } from '#engine/protocol/curves.ts';
import { multiplyAnyPoint } from '#engine/protocol/naive/p256-any-point.ts';
import rfc7518 from './rfc7518.json' with { type: 'json' };

const { ephemeral, recipient, agreement } = rfc7518;

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
