import { field, queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import { failed, passed } from '../../protocol/finding.ts';
import type { Finding } from '../../protocol/finding.ts';
import { amountWithinPolicy } from '../../protocol/policy/amount.ts';
import { bodyRefused } from '../resource-server/body-refused.ts';
import { refuse } from '../resource-server/refuse.ts';
import { payerRefused } from './judge-payer.ts';
import type { Call } from './judge-payer.ts';
import { shown } from './read-payments.ts';
import { notAPayment, paymentOf, readDetails } from './request-payment.ts';
import type { Details } from './request-payment.ts';
import type { Payment } from './store.ts';

/** How long a payment waits for its confirmation, in milliseconds. */
const PATIENCE = 600_000;

/**
 * Does the confirmation follow from a request: the same user, the same details, in time, once? OWASP API5:2023
 * @param reference what it says to be for, where it says so
 */
function followsFromRequest(
  payment: Payment | undefined,
  { creditor, amount }: Details,
  reference: string | undefined,
  { caller: { sub }, span }: Call,
): Finding {
  const now = span.now();
  const expected = 'a payment that this user has asked for, with these details';
  if (!payment) return failed(expected, 'no such request', 'nobody has asked for this payment');
  if (payment.owner !== sub) return failed(expected, `a request of ${payment.owner}`, 'somebody else has asked for this payment');
  if (payment.status !== 'requested') return failed(expected, 'a payment that was made', 'this payment was confirmed before');
  if (now - payment.at > PATIENCE) return failed(expected, 'a request that has expired', 'the request has waited too long');
  const same = payment.creditor === creditor && payment.amount === amount && payment.reference === (reference ?? payment.reference);
  return same ? passed('as requested', expected) : failed(expected, 'other details', 'the details are not those that were asked for');
}

/** The second step: repeats the details, and pays. Every rule of the first is asked again. */
export function confirmPayment(call: Call): HttpResponse {
  const { request, span, caller, parameters, policy, store } = call;
  const unread = bodyRefused(call);
  if (unread) return unread;
  const refused = payerRefused(call);
  const details = readDetails(request.body);
  const stored = store.payments.get(parameters['id'] ?? '');
  const step = details ? followsFromRequest(stored, details, field(queryFields(request.url), 'reference'), call) : undefined;
  const follows = !step || span.check('api.every-step', step);
  const within = details === undefined || span.check('api.policy', amountWithinPolicy(details.amount, caller, policy));
  if (refused) return refused;
  if (!details) return notAPayment();
  if (step && !follows) {
    const foreign = stored !== undefined && stored.owner !== caller.sub;
    const manner = foreign ? { status: 403 } : { status: 409 };
    return refuse('api.every-step', call, { manner, finding: step });
  }
  if (!within) return refuse('api.policy', call);
  const paid: Payment = step?.passed && stored ? { ...stored, status: 'paid' } : paymentOf(call, details, 'paid', stored?.reference ?? '');
  store.payments.set(paid.id, paid);
  return json(200, shown([paid], call)[0]);
}
