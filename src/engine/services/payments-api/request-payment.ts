import { base64url } from '../../http/encoding.ts';
import { field, queryFields } from '../../http/form.ts';
import { headerValues } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import { actorsOf } from '../../protocol/policy/actor.ts';
import { amountWithinPolicy } from '../../protocol/policy/amount.ts';
import { fieldsWritable } from '../../protocol/policy/write-fields.ts';
import { handledOnce } from '../../protocol/message/idempotency-key.ts';
import { forgetWhere, setOwn } from '../bounded-map.ts';
import { bodyRefused } from '../resource-server/body-refused.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { isAmount, readBody } from '../resource-server/json-body.ts';
import { refuse } from '../resource-server/refuse.ts';
import { payerRefused } from './judge-payer.ts';
import type { Call } from './judge-payer.ts';
import { shown } from './read-payments.ts';
import { MOST_OF_ONE } from './store.ts';
import type { Payment } from './store.ts';

/** How long an `Idempotency-Key` is remembered, in milliseconds. */
const REMEMBERED = 86_400_000;

/** Who gets how much. */
export type Details = Pick<Payment, 'creditor' | 'amount'>;

/** The details in a body. Of two equal members this reader takes the last; the strict rule stands before it. */
export function readDetails(body: string): Details | undefined {
  const { creditor, amount } = readBody(body) ?? {};
  return typeof creditor === 'string' && /^C-\d{3}$/.test(creditor) && isAmount(amount) ? { creditor, amount } : undefined;
}

/** The answer to a body that describes no payment: nothing a defense refuses, there is nothing to go on with. */
export function notAPayment(): HttpResponse {
  return problem(422, {
    detail: 'creditor must be C- and three digits, amount a number above 0, at most 1000000, with two decimals or fewer.',
  });
}

/** A payment of the caller, with the record of everyone who acted on the way. */
export function paymentOf({ caller, span }: Call, details: Details, status: Payment['status'], reference: string): Payment {
  return {
    id: `pay-${base64url(span.random(9))}`,
    ...details,
    reference,
    status,
    owner: caller.sub,
    department: caller.department,
    tenant: caller.tenant,
    actors: actorsOf(caller.claims),
    at: span.now(),
  };
}

/** The payment that a request with the same key, by the same caller, has led to. */
function handledBefore({ caller, store, span }: Call, key: string): string | undefined {
  const before = store.handled.get(`${caller.sub} ${key}`);
  return before && span.now() - before.at < REMEMBERED ? before.payment : undefined;
}

/** The first step: asks for a payment. Nothing is paid until it is confirmed. */
export function requestPayment(call: Call): HttpResponse {
  const { request, span, caller, policy, store, resource } = call;
  const unread = bodyRefused(call);
  if (unread) return unread;
  const refused = payerRefused(call);
  const keys = headerValues(request, 'idempotency-key');
  const [key = ''] = keys;
  const once = handledOnce(keys, handledBefore(call, key));
  const handled = span.check('api.request-once', once);
  if (refused) return refused;
  if (!handled) {
    const manner = { status: 400, error: 'invalid_request' };
    return refuse('api.request-once', call, once.refusal === undefined ? {} : { manner, finding: once });
  }

  const verdict = createFirstRefusal(span);
  verdict.check(
    'api.write-fields',
    fieldsWritable(Object.keys(readBody(request.body) ?? {}), caller, { owner: caller.sub, tenant: caller.tenant }, policy),
  );
  const details = readDetails(request.body);
  if (details) verdict.check('api.policy', amountWithinPolicy(details.amount, caller, policy));
  if (verdict.refused !== undefined) return refuse(verdict.refused, call);
  if (!details) return notAPayment();

  const reference = field(queryFields(request.url), 'reference') ?? '';
  const payment = paymentOf(call, details, 'requested', /^[\w-]{0,40}$/.test(reference) ? reference : '');
  setOwn(store.payments, payment.id, payment, MOST_OF_ONE);
  forgetWhere(store.handled, ({ at }) => span.now() - at >= REMEMBERED);
  setOwn(store.handled, `${caller.sub} ${key}`, { payment: payment.id, owner: caller.sub, at: span.now() }, MOST_OF_ONE);
  return json(201, shown([payment], call)[0], [['Location', `${resource}/payments/${payment.id}`]]);
}
