import { field, queryFields, repeatedNames } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import { late } from '../late.ts';
import { LARGEST_PAGE } from '../resource-server/largest-page.ts';
import { lateRefusal } from '../resource-server/late-refusal.ts';
import { readableRows, shown } from './reading.ts';
import type { Call, Endpoint } from './reading.ts';

const pageOrBatch = late(async () => (await import('./page-or-batch.ts')).pageOrBatch);

function list(call: Call): HttpResponse | Promise<HttpResponse> {
  const { request, span, store, context } = call;
  const query = queryFields(request.url);
  const repeated = repeatedNames(query);
  const once = {
    passed: repeated.length === 0,
    expected: 'each parameter once',
    received: repeated.length === 0 ? 'none twice' : `${repeated.join(', ')} more than once`,
  };
  if (!span.check('http.parameter-once', once)) return lateRefusal('http.parameter-once', context);
  // Whoever names no number of rows is given no more than whoever does.
  if (store.invoices.size > LARGEST_PAGE || query.some(([name]) => name === 'ids' || name === 'limit' || name === 'after'))
    return pageOrBatch(call);
  const status = field(query, 'status');
  const asked = [...store.invoices.values()].filter((invoice) => status === undefined || invoice.status === status);
  return json(200, { invoices: shown(readableRows(asked, call), call) });
}

const one = late(async () => (await import('./reachable.ts')).one);

/** What nearly every caller of the invoices API asks for. */
export const ENDPOINTS: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/invoices',
    scope: 'invoice_read',
    userData: true,
    checks: ['http.parameter-once', 'api.tenant', 'api.object'],
    answer: list,
  },
  { method: 'GET', path: '/invoices/{id}', scope: 'invoice_read', userData: true, checks: ['api.tenant', 'api.object'], answer: one },
];
