import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import type { Finding } from '../../protocol/finding.ts';
import { functionOpen } from '../../protocol/policy/function-level.ts';
import { objectInTenant, rowsPass } from '../../protocol/policy/object-level.ts';
import { tokenIsUsers } from '../resource-server/caller.ts';
import { refuse } from '../resource-server/refuse.ts';
import { readableRows, shown } from './reading.ts';
import type { Invoice } from './invoices.ts';
import type { Call } from './reading.ts';

/** One cell of CSV: quoted, and never a formula to whoever opens it in a spreadsheet. OWASP ASVS 5.0.0 1.2.10 */
function cell(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  const harmless = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}

/** Everything the caller may read, as a file. */
export function exportAll(call: Call): HttpResponse {
  const { span, caller, policy, store } = call;
  if (!span.check('api.function', functionOpen('export', caller, policy))) return refuse('api.function', call);
  const rows = shown(readableRows([...store.invoices.values()], call), call);
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => names.map((name) => cell(new Map(Object.entries(row)).get(name))).join(','));
  return {
    status: 200,
    headers: [
      ['Content-Type', 'text/csv; charset=utf-8'],
      ['Content-Disposition', 'attachment; filename="invoices.csv"'],
    ],
    body: [names.map(cell).join(','), ...lines, ''].join('\r\n'),
  };
}

/** Invoices that a service may count: those of its tenant, where it belongs to one. */
function ofTenant(all: readonly Invoice[], { caller, span }: Call): readonly Invoice[] {
  if (caller.tenant === '') return all;
  const inTenant = (invoice: Invoice): Finding => objectInTenant(invoice, caller);
  const rows = span.isOff('api.tenant') ? all : all.filter((invoice) => inTenant(invoice).passed);
  span.check('api.tenant', rowsPass(rows, all.length, inTenant, "of the caller's tenant"));
  return rows;
}

/**
 * How many invoices there are, and their sum, by status. A user is told of what it may read; a client
 * in its own name of everything, if the policy lets it ask: sums are nobody's data. One that belongs to
 * a tenant is told of that tenant alone. OWASP API1:2023
 */
export function summary(call: Call): HttpResponse {
  const { span, caller, policy, store } = call;
  if (!span.check('api.function', functionOpen('summary', caller, policy))) return refuse('api.function', call);
  const all = [...store.invoices.values()];
  const byStatus = new Map<string, { count: number; sum: number }>();
  for (const { status, amount } of tokenIsUsers(caller).passed ? readableRows(all, call) : ofTenant(all, call)) {
    const { count, sum } = byStatus.get(status) ?? { count: 0, sum: 0 };
    byStatus.set(status, { count: count + 1, sum: Math.round((sum + amount) * 100) / 100 });
  }
  return json(200, Object.fromEntries(byStatus));
}
