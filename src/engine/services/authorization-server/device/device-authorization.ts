import type { Authentication } from '../store.ts';
import { durationInWords } from '../../../protocol/duration.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';

/** Seconds in which the user can answer. RFC 8628 §3.2 */
export const DEVICE_LIFETIME = 600;

/** Seconds between polls at first. RFC 8628 §3.2, §3.5 */
export const POLL_INTERVAL = 5;

/** A device that waits for its user. `at` and `polledAt` in milliseconds since 1970. RFC 8628 §3.2 */
export interface DeviceAuthorization {
  /** As it is shown: `WDJB-MJHT`. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: readonly string[];
  readonly resources: readonly string[];
  readonly at: number;
  /** Seconds between polls; each `slow_down` adds to them. */
  interval: number;
  polledAt?: number | undefined;
  /** What the user has answered, and who it was; milliseconds since 1970. */
  answer?: (Authentication & { readonly allowed: boolean; readonly sub: string }) | undefined;
  /** Whether its tokens were collected. */
  redeemed: boolean;
}

/** Error codes that `device.state` gives. RFC 8628 §3.5 */
export type DeviceError = 'authorization_pending' | 'access_denied' | 'expired_token' | 'invalid_grant';

/** Whether the time in which its user can answer is over. RFC 8628 §3.5 */
function hasExpired({ at }: DeviceAuthorization, now: number): boolean {
  return now - at >= DEVICE_LIFETIME * 1000;
}

/** How a device stands with its user; undefined where it may have its tokens. RFC 8628 §3.5 */
export function deviceError(device: DeviceAuthorization, now: number): DeviceError | undefined {
  if (device.redeemed) return 'invalid_grant';
  if (hasExpired(device, now)) return 'expired_token';
  if (!device.answer) return 'authorization_pending';
  return device.answer.allowed ? undefined : 'access_denied';
}

const STATES: Readonly<Record<DeviceError, readonly [received: string, refusal: string]>> = {
  authorization_pending: ['the user has not answered yet', 'the user has not answered yet'],
  access_denied: ['the user said no', 'the user said no'],
  expired_token: [`a code of more than ${durationInWords(DEVICE_LIFETIME)} ago`, 'the device code is too old'],
  invalid_grant: ['a device code whose tokens were collected', 'the device code was used before'],
};

/** May this device have its tokens now? RFC 8628 §3.5 */
export function deviceReady(device: DeviceAuthorization | undefined, now: number): Finding {
  const expected = `a device code that its user allowed, in the last ${durationInWords(DEVICE_LIFETIME)}, not used yet`;
  if (!device) return failed(expected, 'a device code that was not issued here', 'it never issued that device code');
  const error = deviceError(device, now);
  return error === undefined ? passed('a device code that its user allowed', expected) : failed(expected, ...STATES[error]);
}

/** Did the device wait as long as it was told? Only a device that still waits for its user is slowed down. RFC 8628 §3.5 */
export function pollsSlowly(device: DeviceAuthorization, now: number): Finding {
  const expected = `a poll every ${durationInWords(device.interval)}`;
  if (device.polledAt === undefined) return passed('the first poll', expected);
  const since = (now - device.polledAt) / 1000;
  const received = `a poll ${durationInWords(since)} after the last one`;
  return { passed: since >= device.interval || deviceError(device, now) !== 'authorization_pending', expected, received };
}

/** Does this user code belong to a device that still waits? RFC 8628 §3.3 */
export function userCodeWaits(device: DeviceAuthorization | undefined, now: number): Finding {
  const expected = 'the code of a device that waits';
  if (!device) return failed(expected, 'a code that no device shows', 'no device waits with that code');
  if (device.answer) return failed(expected, 'a code that was answered before', 'that code was answered before');
  return hasExpired(device, now) ? failed(expected, ...STATES.expired_token) : passed(expected, expected);
}
