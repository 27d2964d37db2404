import { durationInWords } from '../duration.ts';
import type { Finding } from '../finding.ts';

/** How many calls are open to one caller in how many seconds. RateLimit draft §3.1 */
export interface LimitPolicy {
  readonly name: string;
  readonly quota: number;
  readonly window: number;
}

/** Calls of one caller in one window of a policy; `since` in milliseconds since 1970. */
export interface CallCount {
  readonly policy: LimitPolicy;
  readonly since: number;
  readonly used: number;
}

/** The count of the window that is running at this moment, a new one where the last has ended. */
export function countAt(policy: LimitPolicy, last: CallCount | undefined, now: number): CallCount {
  return last && now < last.since + policy.window * 1000 ? { ...last, policy } : { policy, since: now, used: 0 };
}

/** Seconds until the window ends, at least one. RFC 9110 §10.2.3 */
export function secondsLeft({ policy, since }: CallCount, now: number): number {
  return Math.max(1, Math.ceil((since + policy.window * 1000 - now) / 1000));
}

/** Calls that are still open. */
export function remaining({ policy, used }: CallCount): number {
  return Math.max(0, policy.quota - used);
}

/** Is one more call within every one of these limits? RFC 6585 §4; OWASP API4:2023 */
export function withinLimits(counts: readonly CallCount[]): Finding {
  const tightest = counts.toSorted((left, right) => remaining(left) - remaining(right))[0];
  if (!tightest) return { passed: true, expected: 'no limit', received: 'one more call' };
  const { policy, used } = tightest;
  return {
    passed: remaining(tightest) > 0,
    expected: `at most ${policy.quota} ${policy.quota === 1 ? 'call' : 'calls'} in ${durationInWords(policy.window)} (${policy.name})`,
    received: `call ${used + 1}`,
  };
}
