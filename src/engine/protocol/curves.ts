/** The NIST curves of JOSE: field, b and order of each; a is -3. SP 800-186 §3.2.1; RFC 7518 §6.2.1.1 */
export const CURVES = {
  'P-256': {
    bytes: 32,
    p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    bytes: 48,
    p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffffn,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    n: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  'P-521': {
    bytes: 66,
    p: (1n << 521n) - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    n: 0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
  },
} as const;

/** A curve by its name in a JWK. */
export type CurveName = keyof typeof CURVES;

/** Whether a text names a curve that is known here. */
export function isCurveName(name: unknown): name is CurveName {
  return typeof name === 'string' && Object.hasOwn(CURVES, name);
}

/** The remainder that is never negative. */
export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

/** Whether two numbers satisfy the equation of a curve, and lie in its field. RFC 8725 §3.4; SP 800-186 §D.1.1 */
export function isOnCurve(name: CurveName, x: bigint, y: bigint): boolean {
  const { p, b } = CURVES[name];
  const inField = (value: bigint): boolean => value >= 0n && value < p;
  return inField(x) && inField(y) && modulo(y * y - (x ** 3n - 3n * x + b), p) === 0n;
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
