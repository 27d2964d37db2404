import type { HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { amountWithinPolicy } from '../../protocol/policy/amount.ts';
import { fieldsWritable } from '../../protocol/policy/write-fields.ts';
import { setOwn } from '../bounded-map.ts';
import { bodyRefused } from '../resource-server/body-refused.ts';
import { readBody } from '../resource-server/json-body.ts';
import { refuse } from '../resource-server/refuse.ts';
import { notOpen } from './decide.ts';
import { reachable } from './reachable.ts';
import { shown } from './reading.ts';
import type { Call } from './reading.ts';
import { readFields } from './invoice-fields.ts';
import type { Invoice } from './invoices.ts';

/** The object in a body, or the answer where there is none. What could not be stored is no refusal by a defense. */
function bodyOf(call: Call): JsonObject | HttpResponse {
  const unread = bodyRefused(call);
  if (unread) return unread;
  const detail = 'The body is not a JSON object.';
  return readBody(call.request.body) ?? problem(422, { detail, errors: [detail] });
}

/** Invoices that are kept of one user. */
const MOST_OF_ONE = 100;

function isAnswer(value: object): value is HttpResponse {
  return 'headers' in value && Array.isArray(value.headers);
}

/** What a body would make of an invoice, by what its writer may set and how much it may write. OWASP API3:2023, API5:2023 */
function written(body: JsonObject, before: Invoice, needed: readonly (keyof Invoice)[], call: Call): Invoice | HttpResponse {
  const { span, caller, policy } = call;
  const fits = span.check('api.write-fields', fieldsWritable(Object.keys(body), caller, before, policy));
  if (!fits) return refuse('api.write-fields', call);
  const fields = readFields(body, needed);
  if (isAnswer(fields)) return fields;
  const after: Invoice = { ...before, ...fields };
  return span.check('api.policy', amountWithinPolicy(after.amount, caller, policy)) ? after : refuse('api.policy', call);
}

/** Writes an invoice under the caller's name. */
export function create(call: Call): HttpResponse {
  const { caller, store, resource } = call;
  const body = bodyOf(call);
  if (isAnswer(body)) return body;
  const blank: Invoice = {
    id: `inv-${store.next}`,
    customer: '',
    amount: 0,
    status: 'open',
    owner: caller.sub,
    department: caller.department,
    tenant: caller.tenant,
    iban: '',
    note: '',
  };
  const invoice = written(body, blank, ['customer', 'amount'], call);
  if (isAnswer(invoice)) return invoice;
  store.next += 1;
  setOwn(store.invoices, invoice.id, invoice, MOST_OF_ONE);
  return json(201, shown([invoice], call)[0], [['Location', `${resource}/invoices/${invoice.id}`]]);
}

/** An invoice before a change: what was approved is approved no more, or its writer could have anything approved by changing it afterwards. */
function reopened(invoice: Invoice): Invoice {
  return invoice.status === 'approved' ? { ...invoice, status: 'open' } : invoice;
}

/** Changes some members of an invoice and leaves the others. RFC 9110 §9.3.4 tells why this is not PUT. */
export function change(call: Call): HttpResponse {
  const body = bodyOf(call);
  if (isAnswer(body)) return body;
  const before = reachable(call);
  if (isAnswer(before)) return before;
  if (before.status === 'paid') return notOpen(before, 'open or approved');
  const after = written(body, reopened(before), [], call);
  if (isAnswer(after)) return after;
  call.store.invoices.set(after.id, after);
  return json(200, shown([after], call)[0]);
}
