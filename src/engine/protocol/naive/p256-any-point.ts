import { CURVES, modulo } from '../curves.ts';

const { p: FIELD } = CURVES['P-256'];

/** A point by its two coordinates; undefined is the point at infinity. */
export type Point = { readonly x: bigint; readonly y: bigint } | undefined;

/** The inverse by Euclid; 0 where there is none, as a careless library has it. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [r, s] = [modulo(value, modulus), modulus];
  let [x, y] = [1n, 0n];
  while (s !== 0n) {
    const quotient = r / s;
    [r, s] = [s, r - quotient * s];
    [x, y] = [y, x - quotient * y];
  }
  return r === 1n ? modulo(x, modulus) : 0n;
}

function add(left: Point, right: Point): Point {
  if (!left) return right;
  if (!right) return left;
  const opposite = left.x === right.x && modulo(left.y + right.y, FIELD) === 0n;
  if (opposite) return undefined;
  const slope =
    left.x === right.x && left.y === right.y
      ? modulo((3n * left.x * left.x - 3n) * inverse(2n * left.y, FIELD), FIELD)
      : modulo((right.y - left.y) * inverse(right.x - left.x, FIELD), FIELD);
  const x = modulo(slope * slope - left.x - right.x, FIELD);
  return { x, y: modulo(slope * (left.x - x) - left.y, FIELD) };
}

/**
 * NAIVE, on purpose: multiplies any pair of numbers as if it were a point of P-256. The formulas never
 * use b, so a point of another curve is multiplied on that curve, which may have a tiny order: the
 * attack. Neither constant in time nor checked. Used only where `jwe.point-on-curve` or
 * `jwt.signature-range` is switched off. RFC 8725 §2.5
 */
export function multiplyAnyPoint(scalar: bigint, point: Point): Point {
  let result: Point;
  let doubled = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = add(result, doubled);
    doubled = add(doubled, doubled);
  }
  return result;
}

/** The sum of two points, as naive as `multiplyAnyPoint`. */
export const addAnyPoints = add;
