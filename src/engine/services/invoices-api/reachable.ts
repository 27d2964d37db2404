import { json } from '../../http/problem.ts';
import type { HttpResponse } from '../../http/message.ts';
import { failed } from '../../protocol/finding.ts';
import { objectInTenant, objectIsCallers } from '../../protocol/policy/object-level.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { refusal } from '../resource-server/refusal.ts';
import type { Invoice } from './invoices.ts';
import { shown } from './reading.ts';
import type { Call } from './reading.ts';

/**
 * The invoice in the path, if the caller may reach it; the answer that hides it, if not. Whoever
 * looks for what is not there learns no more than who looks for what is another's.
 */
export function reachable({ span, caller, parameters, store, policy, context }: Call): Invoice | HttpResponse {
  const id = parameters['id'] ?? '';
  const invoice = store.invoices.get(id);
  if (!invoice) {
    span.check('api.object', failed('an invoice that exists', id));
    return refusal('api.object', context);
  }
  const verdict = createFirstRefusal(span);
  verdict.check('api.tenant', objectInTenant(invoice, caller));
  verdict.check('api.object', objectIsCallers(invoice, caller, policy));
  return verdict.refused === undefined ? invoice : refusal(verdict.refused, context);
}

/** One invoice, as its caller may see it. */
export function one(call: Call): HttpResponse {
  const found = reachable(call);
  return 'headers' in found ? found : json(200, shown([found], call)[0]);
}
