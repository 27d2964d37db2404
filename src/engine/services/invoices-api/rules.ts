import type { Finding } from '../../protocol/finding.ts';
import type { Caller } from './caller.ts';
import type { Invoice, InvoicesPolicy } from './invoices.ts';

/** Is the invoice the caller's own, or of a kind the caller's department may read? OWASP API1:2023 */
export function objectIsCallers(invoice: Invoice, caller: Caller, policy: InvoicesPolicy): Finding {
  const all = policy.readAll.includes(caller.department);
  return {
    passed: invoice.owner === caller.sub || all,
    expected: `owner ${caller.sub || 'nobody'}, or a caller from ${policy.readAll.join(' or ')}`,
    received: `owner ${invoice.owner}, caller from ${caller.department || 'no department'}`,
  };
}

/** Is the invoice in the caller's tenant? OWASP API1:2023 */
export function objectInTenant(invoice: Invoice, caller: Caller): Finding {
  return {
    passed: caller.tenant !== '' && invoice.tenant === caller.tenant,
    expected: `tenant ${caller.tenant || 'of the caller'}`,
    received: `tenant ${invoice.tenant}`,
  };
}

/** Of a list: does it hold only what one rule lets through? */
export function rowsPass(rows: readonly Invoice[], all: number, rule: (invoice: Invoice) => Finding, kind: string): Finding {
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

/** The largest invoice a caller may write, in euros; 0 where none. */
function writeLimit(caller: Caller, policy: InvoicesPolicy): number {
  const own = (limits: Readonly<Record<string, number>>, name: string): number => (Object.hasOwn(limits, name) ? (limits[name] ?? 0) : 0);
  return Math.max(own(policy.departmentLimits, caller.department), ...caller.roles.map((role) => own(policy.roleLimits, role)));
}

/** May a caller from this department, with these roles, write an invoice of this amount? */
export function amountWithinPolicy(amount: number, caller: Caller, policy: InvoicesPolicy): Finding {
  const limit = writeLimit(caller, policy);
  const who = [caller.department || 'no department', ...caller.roles].join(', ');
  return {
    passed: amount <= limit,
    expected: limit === 0 ? `nothing from ${who}` : `at most ${limit} from ${who}`,
    received: String(amount),
  };
}
