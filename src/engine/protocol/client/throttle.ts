import type { Finding } from '../finding.ts';
import { durationInWords } from '../duration.ts';

/** So many failures in so many seconds, and no more. */
export interface FailureLimit {
  readonly failures: number;
  readonly seconds: number;
}

/** Failures still inside the window, oldest first; times in milliseconds since 1970. */
export function recentFailures(at: readonly number[], { seconds }: FailureLimit, now: number): number[] {
  return at.filter((time) => now - time < seconds * 1000);
}

/** May another secret be tried, after these failures inside the window? RFC 6749 §2.3.1, §10.10 */
export function fewFailures(recent: readonly number[], { failures, seconds }: FailureLimit): Finding {
  return {
    passed: recent.length < failures,
    expected: `fewer than ${failures} wrong ones in ${durationInWords(seconds)}`,
    received: `${recent.length} wrong ones`,
  };
}

/** Whole seconds until one more may be tried. RFC 9110 §10.2.3 */
export function secondsToWait(recent: readonly number[], { failures, seconds }: FailureLimit, now: number): number {
  const oldest = recent.at(-failures);
  return oldest === undefined ? 0 : Math.max(1, Math.ceil((oldest + seconds * 1000 - now) / 1000));
}
