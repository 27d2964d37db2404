import { durationInWords } from '../../../protocol/duration.ts';
import { failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { RefreshFamily, RefreshToken } from '../store.ts';

/** Seconds a refresh token may lie unused. */
const IDLE_LIFETIME = 30 * 86_400;
/** Seconds after which its whole family ends, used or not. */
const ABSOLUTE_LIFETIME = 90 * 86_400;

/** When a family ends if nobody uses it again, in milliseconds since 1970. */
export function refreshTokenEnds({ lastUsedAt, createdAt }: RefreshFamily): number {
  return Math.min(lastUsedAt + IDLE_LIFETIME * 1000, createdAt + ABSOLUTE_LIFETIME * 1000);
}

/** Is this refresh token neither old nor idle? RFC 9700 §4.14.2 */
export function refreshTokenAlive(value: string | undefined, family: RefreshFamily | undefined, now: number): Finding {
  const expected = `used in the last ${durationInWords(IDLE_LIFETIME)}, first given in the last ${durationInWords(ABSOLUTE_LIFETIME)}`;
  if (value === undefined) return failed(expected, 'no refresh token', 'the refresh token is missing');
  if (!family) return failed(expected, 'a refresh token that was not issued here', 'it never issued that refresh token');
  const idle = (now - family.lastUsedAt) / 1000;
  const age = (now - family.createdAt) / 1000;
  return {
    passed: idle < IDLE_LIFETIME && age < ABSOLUTE_LIFETIME,
    expected,
    received: `used ${durationInWords(idle)} ago, first given ${durationInWords(age)} ago`,
  };
}

/** Is this its first use, and its family not revoked? RFC 9700 §4.14.2 */
export function refreshTokenUnused({ used }: RefreshToken, { revoked }: RefreshFamily): Finding {
  const expected = 'a refresh token not used yet, nor revoked';
  if (revoked && !used) return failed(expected, 'a refresh token that was revoked', 'the refresh token was revoked');
  return { passed: !used, expected, received: used ? 'a refresh token that was used before' : 'its first use' };
}

/** Does the user still allow what the family stands for? RFC 9700 §4.14.2 */
export function consentStands({ withdrawn }: RefreshFamily): Finding {
  return { passed: !withdrawn, expected: 'a consent that stands', received: withdrawn ? 'one that was withdrawn' : 'it stands' };
}
