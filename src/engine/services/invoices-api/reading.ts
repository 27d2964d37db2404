import { objectInTenant, objectIsCallers, rowsPass } from '../../protocol/policy/object-level.ts';
import { readableFields } from '../../protocol/policy/read-fields.ts';
import type { ApiCall, ApiEndpoint } from '../resource-server/protected-api.ts';
import type { Invoice } from './invoices.ts';
import type { InvoiceStore } from './store.ts';

export type Call = ApiCall<InvoiceStore>;
export type Endpoint = ApiEndpoint<InvoiceStore>;

/** Invoices as the caller may see them: the members the policy lists, or all of them where that is left out. OWASP API3:2023 */
export function shown(invoices: readonly Invoice[], { caller, policy, span }: Call): readonly object[] {
  const listed = invoices.map((invoice) => {
    const fields = readableFields(caller, invoice, policy);
    return Object.fromEntries(Object.entries(invoice).filter(([name]) => fields.includes(name)));
  });
  const fields = [...new Set(listed.flatMap(Object.keys))].join(', ');
  return span.duty('api.read-fields', fields === '' ? 'nothing to show' : `only ${fields}`) ? listed : invoices;
}

/** Of some invoices, those the caller may read. A list refuses nothing: it leaves out what is not the caller's, unless a rule is off. */
export function readableRows(asked: readonly Invoice[], { caller, policy, span }: Call): Invoice[] {
  const inTenant = (invoice: Invoice): ReturnType<typeof objectInTenant> => objectInTenant(invoice, caller);
  const isCallers = (invoice: Invoice): ReturnType<typeof objectInTenant> => objectIsCallers(invoice, caller, policy);
  const rows = asked
    .filter((invoice) => span.isOff('api.tenant') || inTenant(invoice).passed)
    .filter((invoice) => span.isOff('api.object') || isCallers(invoice).passed);
  span.check('api.tenant', rowsPass(rows, asked.length, inTenant, "of the caller's tenant"));
  span.check('api.object', rowsPass(rows, asked.length, isCallers, 'the caller may read'));
  return rows;
}
