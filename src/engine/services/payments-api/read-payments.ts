import { queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import { failed } from '../../protocol/finding.ts';
import { actorsOf } from '../../protocol/policy/actor.ts';
import { objectInTenant, objectIsCallers, rowsPass } from '../../protocol/policy/object-level.ts';
import { readableFields } from '../../protocol/policy/read-fields.ts';
import { eachSentOnce } from '../../protocol/message/sent-once.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { pageAsked } from '../resource-server/page.ts';
import { refuse } from '../resource-server/refuse.ts';
import type { Call } from './judge-payer.ts';
import type { Payment } from './store.ts';

/** Payments as the caller may see them: the members the policy lists, or all of them where that is left out. OWASP API3:2023 */
export function shown(payments: readonly Payment[], { caller, policy, span }: Call): readonly object[] {
  const listed = payments.map((payment) => {
    const fields = readableFields(caller, payment, policy);
    return Object.fromEntries(Object.entries(payment).filter(([name]) => fields.includes(name)));
  });
  const fields = [...new Set(listed.flatMap(Object.keys))].join(', ');
  return span.duty('api.read-fields', fields === '' ? 'nothing to show' : `only ${fields}`) ? listed : payments;
}

/** Who is calling, and everyone who acted on the way: the current actor first. RFC 8693 §4.1 */
export function me({ caller }: Call): HttpResponse {
  const { sub, clientId, department, tenant, roles, scopes, claims } = caller;
  return json(200, { sub, client_id: clientId, department, tenant, roles, scope: scopes.join(' '), actors: actorsOf(claims) });
}

/**
 * The payments the caller may read, page by page (`limit=`, `after=`): whoever names no number of them is given no more
 * than whoever does. OWASP API4:2023
 */
export function list(call: Call): HttpResponse {
  const { request, span, caller, policy, store } = call;
  const query = queryFields(request.url);
  const verdict = createFirstRefusal(span);
  verdict.check('http.parameter-once', eachSentOnce(query));
  const page = pageAsked(query);
  verdict.check('api.page-size', page.size);
  if (verdict.refused !== undefined)
    return refuse(verdict.refused, call, verdict.refused === 'api.page-size' ? { finding: page.size } : {});
  const all = [...store.payments.values()];
  const rows = all
    .filter((payment) => span.isOff('api.tenant') || objectInTenant(payment, caller).passed)
    .filter((payment) => span.isOff('api.object') || objectIsCallers(payment, caller, policy).passed);
  span.check(
    'api.tenant',
    rowsPass(rows, all.length, (payment) => objectInTenant(payment, caller), "of the caller's tenant"),
  );
  span.check(
    'api.object',
    rowsPass(rows, all.length, (payment) => objectIsCallers(payment, caller, policy), 'the caller may read'),
  );
  const part = page.of(rows);
  // Relative, for the gateway has the same path under another name. RFC 3986 §4.2
  return json(200, { payments: shown(part.rows, call), next: part.next && `/payments?${part.next}` });
}

/** One payment, if the caller may read it. */
export function one(call: Call): HttpResponse {
  const { span, caller, parameters, policy, store } = call;
  const id = parameters['id'] ?? '';
  const payment = store.payments.get(id);
  if (!payment) {
    span.check('api.object', failed('a payment that exists', id));
    return refuse('api.object', call);
  }
  const verdict = createFirstRefusal(span);
  verdict.check('api.tenant', objectInTenant(payment, caller));
  verdict.check('api.object', objectIsCallers(payment, caller, policy));
  return verdict.refused === undefined ? json(200, shown([payment], call)[0]) : refuse(verdict.refused, call);
}
