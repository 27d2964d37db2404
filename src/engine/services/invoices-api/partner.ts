import { encodeForm, field, queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { customersArePlausible, rateIsPlausible } from '../../protocol/message/partner-answer.ts';
import { tokenStaysInZone } from '../../protocol/policy/trust-zone.ts';
import { pastedQuery, queryBuilt } from '../../protocol/message/inner-query.ts';
import { callOutside } from '../outbound-call.ts';
import { refuse } from '../resource-server/refuse.ts';
import { reachable } from './reachable.ts';
import type { Call } from './reading.ts';

/** The answer where a party behind this API does not answer, or not with what it should. RFC 9110 §15.6.3 */
export function unreachable(): HttpResponse {
  return problem(502, { detail: 'A party behind this API does not answer as it should.' });
}

/** The JSON object in an answer, whatever its members; undefined where there is none. */
function objectIn({ body }: HttpResponse): JsonObject | undefined {
  const parsed = parseStrictJson(body, { maxDepth: 4, maxBytes: 8192 });
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

/** The credential for the partner: this API's own key, or, where tokens are shared, the caller's token. */
function credential({ request, store }: Call): string {
  const { way, client } = store.surroundings;
  const own = `Bearer ${client.partnerKey}`;
  return way === 'share' ? (request.headers.find(([name]) => name.toLowerCase() === 'authorization')?.[1] ?? own) : own;
}

/** Whether the caller's token would leave its zone on the way to the partner; only asked where tokens are shared. */
function leavesZone({ span, policy, store }: Call): boolean {
  const { way, partner } = store.surroundings;
  return way === 'share' && !span.check('api.trust-zone', tokenStaysInZone([partner], policy));
}

/** What an invoice comes to in another currency, by the partner's rate. OWASP API10:2023 */
export async function convert(call: Call): Promise<HttpResponse> {
  const { request, span, store } = call;
  const { partner } = store.surroundings;
  const invoice = reachable(call);
  if ('headers' in invoice) return invoice;
  const currency = field(queryFields(request.url), 'currency') ?? '';
  if (!/^[A-Z]{3}$/.test(currency)) return problem(422, { detail: 'currency must be three capital letters.' });
  if (leavesZone(call)) return refuse('api.trust-zone', call);
  const { id, customer, amount } = invoice;
  const quote = {
    method: 'POST',
    url: `${partner}/quotes`,
    headers: [['Content-Type', 'application/json'] as const, ['Authorization', credential(call)] as const],
    body: JSON.stringify({ from: 'EUR', to: currency, amount, customer }),
  };
  const outcome = await callOutside(quote, [partner], span);
  if ('refused' in outcome) {
    // The address is this API's own business: on the way to a partner, a wrong one is no mistake of the caller.
    const manner = { status: 502 };
    return refuse(outcome.refused, call, { manner });
  }
  if ('unreachable' in outcome) return unreachable();
  if (outcome.answer.status === 404) return problem(422, { detail: `The partner has no rate for ${currency}.` });
  if (outcome.answer.status !== 200) return unreachable();
  const answer = objectIn(outcome.answer);
  if (!span.check('api.partner-data', rateIsPlausible(answer, currency))) return refuse('api.partner-data', call);
  const rate = Number(answer?.['rate']);
  return json(200, { invoice: id, amount, currency, rate, converted: Math.round(amount * rate * 100) / 100 });
}

/** What is passed on of a customer: whatever else a partner tells of one is nobody's business here. OWASP API3:2023, API10:2023 */
function shownOfCustomer(customer: unknown): JsonObject {
  const { name, rating } = isJsonObject(customer) ? customer : {};
  return { name, ...(typeof rating === 'string' ? { rating } : {}) };
}

/** What the partner knows of the caller's customers of a name. */
export async function customers(call: Call): Promise<HttpResponse> {
  const { request, span, caller, store } = call;
  const { partner } = store.surroundings;
  const name = field(queryFields(request.url), 'name') ?? '';
  if (name === '' || name.length > 80) return problem(422, { detail: 'name must have 1 to 80 characters.' });
  const fields = [['owner', caller.sub] as const, ['name', name] as const];
  const built = queryBuilt(fields);
  if (!span.check('api.inner-query', built)) return refuse('api.inner-query', call);
  if (leavesZone(call)) return refuse('api.trust-zone', call);
  try {
    const answer = await span.fetch({
      method: 'GET',
      url: `${partner}/customers?${built.passed ? encodeForm(fields) : pastedQuery(fields)}`,
      headers: [['Authorization', credential(call)]],
      body: '',
    });
    if (answer.status !== 200) return unreachable();
    const found = objectIn(answer);
    const plausible = customersArePlausible(found);
    if (!span.check('api.partner-data', plausible)) return refuse('api.partner-data', call);
    const given: unknown = found?.['customers'];
    return json(200, { customers: plausible.passed && Array.isArray(given) ? given.map(shownOfCustomer) : given });
  } catch {
    return unreachable();
  }
}
