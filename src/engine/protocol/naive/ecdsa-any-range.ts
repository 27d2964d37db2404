import type { JWK } from 'jose';
import { fromBase64url } from '../../http/encoding.ts';
import { CURVES, modulo, numberOf } from '../curves.ts';
import { addAnyPoints, inverse, multiplyAnyPoint } from './p256-any-point.ts';

/** The base point of P-256. SP 800-186 §3.2.1.3 */
const BASE = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};

function coordinate(key: JWK, name: 'x' | 'y'): bigint {
  return numberOf(fromBase64url(key[name] ?? '') ?? new Uint8Array());
}

/**
 * NAIVE, on purpose: verifies ES256 by the textbook's formula without the textbook's first step, that r
 * and s lie in 1..n-1. With r = s = 0 both factors are 0 whatever was signed, and the point at infinity
 * counts as x = 0, which equals r: 64 zero bytes verify for every message and every key. Used only where
 * `jwt.signature-range` is switched off. Never throws. FIPS 186-5 §6.4.2; RFC 8725 §2.1
 */
export async function verifyAnyRange(key: JWK, signature: Uint8Array, input: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (key.crv !== 'P-256' || signature.length !== 64) return false;
  const { n } = CURVES['P-256'];
  const [r, s] = [numberOf(signature.subarray(0, 32)), numberOf(signature.subarray(32))];
  const hash = numberOf(new Uint8Array(await crypto.subtle.digest('SHA-256', input)));
  const w = inverse(s, n);
  const left = multiplyAnyPoint(modulo(hash * w, n), BASE);
  const right = multiplyAnyPoint(modulo(r * w, n), { x: coordinate(key, 'x'), y: coordinate(key, 'y') });
  const x = addAnyPoints(left, right)?.x ?? 0n;
  return modulo(x, n) === r;
}
