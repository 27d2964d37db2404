import type { HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import { durationInWords } from '../../protocol/duration.ts';
import type { Finding } from '../../protocol/finding.ts';
import { callOutside } from '../outbound-call.ts';
import { refuse, retryAfter } from '../resource-server/refuse.ts';
import { notOpen } from './decide.ts';
import { reachable } from './reachable.ts';
import { shown } from './reading.ts';
import type { Call } from './reading.ts';
import type { Invoice } from './invoices.ts';
import { unreachable } from './partner.ts';

/** Text messages a tenant may have sent in a day; each costs 9 cents. OWASP API4:2023 */
const BUDGET = 5;
const DAY = 86_400_000;

/** What one person needs to look at an invoice and decide, in milliseconds. OWASP API6:2023 */
const HUMAN_PACE = 10_000;

/** The part of the sum that is saved by paying early. */
const DISCOUNT = 0.02;

/** Has the tenant money left for another paid message today? */
function withinBudget(spent: number): Finding {
  return { passed: spent < BUDGET, expected: `at most ${BUDGET} paid messages a day`, received: `message ${spent + 1} of the day` };
}

/** Has the caller had the time that a person takes since it last did this? OWASP ASVS 5.0.0 2.4.2 */
function atHumanPace(since: number | undefined, now: number): Finding {
  const expected = `${durationInWords(HUMAN_PACE / 1000)} or more between two`;
  if (since === undefined) return { passed: true, expected, received: 'the first' };
  const passed = now - since;
  return { passed: passed >= HUMAN_PACE, expected, received: `${durationInWords(passed / 1000)} after the last` };
}

/** Reminds the customer of an open invoice by a text message, which costs money. */
export async function remind(call: Call): Promise<HttpResponse> {
  const { span, caller, store } = call;
  const { partner, client } = store.surroundings;
  const invoice = reachable(call);
  if ('headers' in invoice) return invoice;
  if (invoice.status === 'paid') return notOpen(invoice, 'open or approved');
  const name = `messages ${caller.tenant}`;
  const before = store.tallies.get(name);
  const today = before && span.now() - before.since < DAY ? before : { since: span.now(), count: 0 };
  if (!span.check('api.spend', withinBudget(today.count)))
    return refuse('api.spend', call, { headers: [retryAfter(today.since + DAY - span.now())] });
  store.tallies.set(name, { ...today, count: today.count + 1 });
  const text = `Invoice ${invoice.id} over ${invoice.amount} EUR is open.`;
  const outcome = await callOutside(
    {
      method: 'POST',
      url: `${partner}/messages`,
      headers: [
        ['Content-Type', 'application/json'],
        ['Authorization', `Bearer ${client.partnerKey}`],
      ],
      body: JSON.stringify({ customer: invoice.customer, text }),
    },
    [partner],
    span,
  );
  if ('refused' in outcome) return refuse(outcome.refused, call);
  if ('unreachable' in outcome || outcome.answer.status !== 202) return unreachable();
  return json(202, { invoice: invoice.id, sent: text, messages_today: today.count + 1, cents_today: (today.count + 1) * 9 });
}

/** Takes the early-payment discount of an invoice: what a script would take of every invoice at once. */
export function takeDiscount(call: Call): HttpResponse {
  const { span, caller, store } = call;
  const invoice = reachable(call);
  if ('headers' in invoice) return invoice;
  const name = `discount ${caller.sub}`;
  const last = store.tallies.get(name)?.since;
  if (!span.check('api.flow-pace', atHumanPace(last, span.now())))
    return refuse('api.flow-pace', call, { headers: [retryAfter((last ?? 0) + HUMAN_PACE - span.now())] });
  if (invoice.status === 'paid') return notOpen(invoice, 'open or approved');
  if (invoice.discount) return problem(409, { detail: 'The discount was taken before.' });
  const less: Invoice = { ...invoice, amount: Math.round(invoice.amount * (1 - DISCOUNT) * 100) / 100, discount: true };
  store.invoices.set(less.id, less);
  store.tallies.set(name, { since: span.now(), count: 1 });
  return json(200, shown([less], call)[0]);
}
