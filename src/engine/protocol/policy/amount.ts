import type { Finding } from '../finding.ts';
import { callerInWords, isAbout } from './policy.ts';
import type { Policy, Subject } from './policy.ts';

/** Does the policy allow this caller this amount, in euros? The largest line that is about the caller counts. OWASP API5:2023 */
export function amountWithinPolicy(amount: number, caller: Subject, { amounts }: Policy): Finding {
  const limit = Math.max(0, ...amounts.filter((line) => isAbout(line, caller)).map(({ upTo }) => upTo));
  const who = callerInWords(caller);
  return {
    passed: amount <= limit,
    expected: limit === 0 ? `nothing from ${who}` : `at most ${limit} from ${who}`,
    received: String(amount),
  };
}
