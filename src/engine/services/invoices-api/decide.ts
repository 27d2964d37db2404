import type { HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import { functionOpen } from '../../protocol/policy/function-level.ts';
import { refuse } from '../resource-server/refuse.ts';
import { reachable } from './reachable.ts';
import { shown } from './reading.ts';
import type { Call } from './reading.ts';
import type { Invoice } from './invoices.ts';
import { notify } from './webhooks.ts';

/** The answer where an invoice is not in the state that an action begins from. RFC 9110 §15.5.10 */
export function notOpen({ status }: Invoice, wanted: string): HttpResponse {
  return problem(409, { detail: `The invoice is ${status}, not ${wanted}.` });
}

/** Approves an invoice: for managers, as the policy says. OWASP API5:2023 */
export async function approve(call: Call): Promise<HttpResponse> {
  const { span, caller, policy, store } = call;
  if (!span.check('api.function', functionOpen('approve', caller, policy))) return refuse('api.function', call);
  const invoice = reachable(call);
  if ('headers' in invoice) return invoice;
  if (invoice.status !== 'open') return notOpen(invoice, 'open');
  const approved: Invoice = { ...invoice, status: 'approved' };
  store.invoices.set(approved.id, approved);
  await notify('invoice.approved', approved, call);
  return json(200, shown([approved], call)[0]);
}

/** Deletes an invoice. No form offers it; it is what was left in place from the time of the import. OWASP API5:2023 */
export function remove(call: Call): HttpResponse {
  const { span, caller, policy, store } = call;
  if (!span.check('api.function', functionOpen('delete', caller, policy))) return refuse('api.function', call);
  const invoice = reachable(call);
  if ('headers' in invoice) return invoice;
  store.invoices.delete(invoice.id);
  return { status: 204, headers: [], body: '' };
}
