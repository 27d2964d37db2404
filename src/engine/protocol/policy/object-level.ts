import type { Finding } from '../finding.ts';
import { callerInWords, inWords, isAbout } from './policy.ts';
import type { Owned, Policy, Subject } from './policy.ts';

/** Is the object one that the policy lets the caller reach? OWASP API1:2023 */
export function objectIsCallers(object: Owned, caller: Subject, { objects }: Policy): Finding {
  return {
    passed: objects.some((who) => isAbout(who, caller, object)),
    expected: inWords(objects),
    received: `owner ${object.owner}, caller ${callerInWords(caller)}`,
  };
}

/** Is the object in the caller's tenant? OWASP API1:2023 */
export function objectInTenant(object: Owned, caller: Subject): Finding {
  return {
    passed: caller.tenant !== '' && object.tenant === caller.tenant,
    expected: `tenant ${caller.tenant || 'of the caller'}`,
    received: `tenant ${object.tenant}`,
  };
}

/** Of a list: does it hold only what one rule lets through? */
export function rowsPass<Row>(rows: readonly Row[], all: number, rule: (row: Row) => Finding, kind: string): Finding {
  const foreign = rows.filter((row) => !rule(row).passed).length;
  return {
    passed: foreign === 0,
    expected: `only rows ${kind}`,
    received:
      foreign === 0
        ? `${rows.length} of ${all} rows, the others left out`
        : `${rows.length} of ${all} rows, ${foreign} of them not ${kind}`,
  };
}
