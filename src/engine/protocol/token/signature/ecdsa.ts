import type { JWK } from 'jose';
import { CURVES, isCurveName, numberOf } from '../../curves.ts';
import { failed, passed } from '../../finding.ts';
import type { Finding } from '../../finding.ts';
import { verifyAnyRange } from '../../naive/ecdsa-any-range.ts';
import { verifyBytes } from './signature.ts';

/** What came of a signature over a curve: is it in range, and does it verify. */
export interface JudgedEcdsa {
  readonly range: Finding;
  readonly verified: boolean;
}

/** Do both numbers of an ECDSA signature lie in 1..n-1? FIPS 186-5 §6.4.2; RFC 7518 §3.4 */
export function signatureInRange(key: JWK, signature: Uint8Array): Finding {
  const curve = isCurveName(key.crv) ? key.crv : 'P-256';
  const { bytes, n } = CURVES[curve];
  const expected = 'r and s, both in 1..n-1';
  if (signature.length !== 2 * bytes) return failed(expected, `${signature.length} bytes in place of ${2 * bytes}`);
  const wrong = (['r', 's'] as const).filter((_name, at) => {
    const value = numberOf(signature.subarray(at * bytes, (at + 1) * bytes));
    return value < 1n || value >= n;
  });
  const zero = signature.every((byte) => byte === 0);
  return wrong.length === 0
    ? passed('both in range', expected)
    : failed(expected, zero ? 'zeros and nothing else' : `${wrong.join(' and ')} out of range`);
}

/**
 * Judges an ECDSA signature. The platform's own verification checks the range as well; `naive` puts an
 * arithmetic in its place that does not. Never throws. RFC 7518 §3.4
 */
export async function judgeEcdsa(
  algorithm: string,
  key: JWK,
  signature: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
  naive: boolean,
): Promise<JudgedEcdsa> {
  const verified = naive ? await verifyAnyRange(key, signature, input) : await verifyBytes(algorithm, key, signature, input);
  return { range: signatureInRange(key, signature), verified };
}
