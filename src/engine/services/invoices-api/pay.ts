import { headerValues } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import { problem } from '../../http/problem.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { amountWithinPolicy } from '../../protocol/policy/amount.ts';
import { bodyRefused } from '../resource-server/body-refused.ts';
import { isAmount } from '../resource-server/json-body.ts';
import { refuse } from '../resource-server/refuse.ts';
import { notOpen } from './decide.ts';
import { downstreamToken } from './downstream-token.ts';
import { reachable } from './reachable.ts';
import type { Call } from './reading.ts';
import type { Invoice } from './invoices.ts';
import { unreachable } from './partner.ts';
import { notify } from './webhooks.ts';

/** NAIVE, on purpose, once duplicate members are let through: this reader takes the first of two, the payments API the last. RFC 8259 §4 */
function readFirst(body: string): JsonObject | undefined {
  const parsed = parseStrictJson(body, { maxDepth: 4, maxBytes: 4096, duplicates: 'first' });
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

/** The invoice to pay and who gets how much, by this API's own rules; or the answer that refuses. */
function judgePayment(call: Call): Invoice | HttpResponse {
  const { request, span, caller, policy } = call;
  const unread = bodyRefused(call);
  if (unread) return unread;
  const invoice = reachable(call);
  if ('headers' in invoice) return invoice;
  if (invoice.status === 'paid') return notOpen(invoice, 'open or approved');
  const { creditor, amount } = readFirst(request.body) ?? {};
  if (creditor !== invoice.customer || !isAmount(amount)) {
    return problem(422, { detail: 'creditor must be the customer of the invoice, amount a sum in euros.' });
  }
  return span.check('api.policy', amountWithinPolicy(amount, caller, policy)) ? invoice : refuse('api.policy', call);
}

/** Passes the request on to the payments API, body as it came. A 401 from there is no fault of whoever called here. RFC 9110 §15.6.3 */
async function callPayments(path: string, call: Call): Promise<HttpResponse> {
  const { request, span, store } = call;
  const got = await downstreamToken(call);
  if ('headers' in got) return got;
  const headers: Header[] = [
    ['Content-Type', 'application/json'],
    ['Authorization', `Bearer ${got.token}`],
    ...headerValues(request, 'idempotency-key').map((key): Header => ['Idempotency-Key', key]),
  ];
  try {
    const answer = await span.fetch({ method: 'POST', url: store.surroundings.payments + path, headers, body: request.body });
    if (answer.status === 401 || answer.status >= 500) return unreachable();
    return { ...answer, headers: answer.headers.filter(([name]) => /^(?:content-type|retry-after)$/i.test(name)) };
  } catch {
    return unreachable();
  }
}

/** Asks the payments API for a payment of an invoice, in the name of whoever called. */
export async function requestPayment(call: Call): Promise<HttpResponse> {
  const invoice = judgePayment(call);
  return 'headers' in invoice ? invoice : callPayments(`/payments?reference=${invoice.id}`, call);
}

/** Confirms a payment that was asked for; then the invoice is paid. */
export async function confirmPayment(call: Call): Promise<HttpResponse> {
  const { parameters, store } = call;
  const invoice = judgePayment(call);
  if ('headers' in invoice) return invoice;
  const payment = encodeURIComponent((parameters['payment'] ?? '').toWellFormed());
  const answer = await callPayments(`/payments/${payment}/confirm?reference=${invoice.id}`, call);
  if (answer.status === 200) {
    // As it is by now: others may have changed it while the payment was made.
    const paid: Invoice = { ...(store.invoices.get(invoice.id) ?? invoice), status: 'paid' };
    store.invoices.set(paid.id, paid);
    await notify('invoice.paid', paid, call);
  }
  return answer;
}
