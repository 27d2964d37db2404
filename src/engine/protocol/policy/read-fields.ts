import { isAbout } from './policy.ts';
import type { Owned, Policy, Subject } from './policy.ts';

/** The members of an object that the policy shows the caller. OWASP API3:2023 */
export function readableFields(caller: Subject, object: Owned, { read }: Policy): string[] {
  return [...new Set(read.filter((line) => isAbout(line, caller, object)).flatMap(({ fields }) => fields))];
}
