/** Letters that are hard to confuse and that spell no words. RFC 8628 §6.1 */
const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';

/** Letters of a user code: twenty to the power of eight can be guessed only by whoever may try very often. RFC 8628 §5.1, §6.1 */
const LENGTH = 8;

/**
 * A new user code, as it is shown: `WDJB-MJHT`. Every letter is as likely as any other. RFC 8628 §6.1
 * @param random gives so many random bytes
 */
export function makeUserCode(random: (length: number) => Uint8Array): string {
  let code = '';
  while (code.length < LENGTH) {
    const [byte = 255] = random(1);
    // Bytes beyond the last whole round of the letters would favor the first ones.
    if (byte < 240) code += LETTERS.charAt(byte % LETTERS.length);
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** A user code however it was typed: in small letters, with other dashes or with spaces; undefined where it can be none. RFC 8628 §6.1 */
export function readUserCode(typed: string | undefined): string | undefined {
  if (typed === undefined || typed.length > 64) return undefined;
  const letters = [...typed.toUpperCase()].filter((letter) => LETTERS.includes(letter)).join('');
  return letters.length === LENGTH ? `${letters.slice(0, 4)}-${letters.slice(4)}` : undefined;
}
