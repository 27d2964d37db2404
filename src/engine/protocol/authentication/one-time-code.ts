import { equalInConstantTime } from '../constant-time.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Seconds one code is shown. RFC 6238 §4.1 */
const STEP = 30;

/** The bytes of an unpadded base32 text, as authenticator apps take a secret; what is not base32 is skipped. RFC 4648 §6 */
function fromBase32(text: string): Uint8Array<ArrayBuffer> {
  const bits = [...text.toUpperCase()].flatMap((char) => {
    const value = BASE32.indexOf(char);
    return value < 0 ? [] : [value.toString(2).padStart(5, '0')];
  });
  return Uint8Array.from(bits.join('').match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** An HMAC-based one-time password. RFC 4226 §5.3 */
export async function hotp(
  secret: Uint8Array<ArrayBuffer>,
  counter: number,
  { digits = 6, hash = 'SHA-1' }: { readonly digits?: number; readonly hash?: string } = {},
): Promise<string> {
  const message = new DataView(new ArrayBuffer(8));
  message.setBigUint64(0, BigInt(counter));
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['sign']);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, message));
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  return String((mac.getUint32(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The number of the step that a time falls into; `now` in milliseconds since 1970. RFC 6238 §4.2 */
export function stepAt(now: number): number {
  return Math.floor(now / 1000 / STEP);
}

/** What an authenticator shows for a base32 secret in one step. RFC 6238 §4 */
export function codeOfStep(secret: string, step: number): Promise<string> {
  return hotp(fromBase32(secret), step);
}

/** How a code was found. */
export interface JudgedCode {
  readonly finding: Finding;
  /** The step it belongs to, where it belongs to one that is near. */
  readonly step?: number;
}

/**
 * Is this a code of the user's authenticator, of now or of the step before, that was not used yet?
 * The finding never holds a code. RFC 6238 §5.2
 * @param usedUpTo the last step of which a code was taken; a code counts once
 */
export async function judgeCode(
  sent: string | undefined,
  secret: string | undefined,
  { now, usedUpTo = -1 }: { readonly now: number; readonly usedUpTo?: number | undefined },
): Promise<JudgedCode> {
  const expected = 'a code of this user’s authenticator, not used before';
  if (secret === undefined || secret === '') return { finding: failed(expected, 'a user without an authenticator') };
  const digits = (sent ?? '').replaceAll(' ', '');
  for (const step of [stepAt(now), stepAt(now) - 1]) {
    if (!equalInConstantTime(digits, await codeOfStep(secret, step))) continue;
    return step > usedUpTo
      ? { step, finding: { passed: true, expected, received: 'such a code' } }
      : { step, finding: failed(expected, 'a code that was used before', 'that code was used before') };
  }
  return { finding: failed(expected, digits === '' ? 'no code' : 'another code') };
}
