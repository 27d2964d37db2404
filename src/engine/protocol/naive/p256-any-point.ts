/** The field, a and the order of P-256. FIPS 186-5 by way of SP 800-186 §3.2.1.3 */
export const P256 = {
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  a: -3n,
  b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  gx: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  gy: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
} as const;

/** A point by its two coordinates; undefined is the point at infinity. */
export type Point = { readonly x: bigint; readonly y: bigint } | undefined;

/** The remainder that is never negative. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

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
  const { p, a } = P256;
  const opposite = left.x === right.x && modulo(left.y + right.y, p) === 0n;
  if (opposite) return undefined;
  const slope =
    left.x === right.x && left.y === right.y
      ? modulo((3n * left.x * left.x + a) * inverse(2n * left.y, p), p)
      : modulo((right.y - left.y) * inverse(right.x - left.x, p), p);
  const x = modulo(slope * slope - left.x - right.x, p);
  return { x, y: modulo(slope * (left.x - x) - left.y, p) };
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

/** Whether a point satisfies the equation of P-256, and lies in its field. RFC 8725 §3.4; SP 800-186 §D.1.1 */
export function isOnP256(point: { readonly x: bigint; readonly y: bigint }): boolean {
  const { p, a, b } = P256;
  const inField = (value: bigint): boolean => value >= 0n && value < p;
  return inField(point.x) && inField(point.y) && modulo(point.y * point.y - (point.x ** 3n + a * point.x + b), p) === 0n;
}

/** Big-endian bytes as a number. */
export function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

/** A number as 32 big-endian bytes. */
export function bytesOf(value: bigint): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(32);
  for (let at = 31, rest = value; at >= 0; at--, rest >>= 8n) bytes[at] = Number(rest & 0xffn);
  return bytes;
}
