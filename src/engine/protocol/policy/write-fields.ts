import type { Finding } from '../finding.ts';
import { isAbout } from './policy.ts';
import type { Owned, Policy, Subject } from './policy.ts';

/** Are all members that a caller sets among those the policy lets it set? OWASP API3:2023 */
export function fieldsWritable(names: readonly string[], caller: Subject, object: Owned, { write }: Policy): Finding {
  const writable = new Set(write.filter((line) => isAbout(line, caller, object)).flatMap(({ fields }) => fields));
  return {
    passed: names.every((name) => writable.has(name)),
    expected: writable.size === 0 ? 'nothing to set' : `only ${[...writable].join(', ')}`,
    received: names.length === 0 ? 'nothing' : names.map((name) => name.slice(0, 40)).join(', '),
  };
}
