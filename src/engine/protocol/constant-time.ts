import { utf8 } from '../http/encoding.ts';

/**
 * Whether two texts are equal, in time that depends on their lengths alone, so that a guess
 * cannot be improved byte by byte. RFC 6749 §10.10 asks for secrets that cannot be guessed.
 */
export function equalInConstantTime(left: string, right: string): boolean {
  const a = utf8(left);
  const b = utf8(right);
  let difference = a.length ^ b.length;
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) difference |= (a[index] ?? 0) ^ (b[index] ?? 0);
  return difference === 0;
}
