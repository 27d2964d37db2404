/**
 * Whether two texts are equal, in time that depends on their lengths alone, so that a guess
 * cannot be improved character by character. RFC 6749 §10.10 asks for secrets that cannot be guessed.
 */
export function equalInConstantTime(left: string, right: string): boolean {
  let difference = left.length ^ right.length;
  // Beyond the end of a text is no number, which counts as zero here; that the lengths differ is known by then.
  for (let index = 0; index < Math.max(left.length, right.length); index += 1)
    difference |= left.charCodeAt(index) ^ right.charCodeAt(index);
  return difference === 0;
}
