import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { callerInWords, inWords, isAbout } from './policy.ts';
import type { Owned, Policy, Subject } from './policy.ts';

/** Does the policy open this function to the caller? One it does not name is open to nobody. OWASP API5:2023 */
export function functionOpen(name: string, caller: Subject, { functions }: Policy, object?: Owned): Finding {
  const lines = Object.hasOwn(functions, name) ? (functions[name] ?? []) : [];
  if (lines.length === 0) return failed(`${name} for nobody`, callerInWords(caller));
  return {
    passed: lines.some((who) => isAbout(who, caller, object)),
    expected: `${name} for ${inWords(lines)}`,
    received: callerInWords(caller),
  };
}
