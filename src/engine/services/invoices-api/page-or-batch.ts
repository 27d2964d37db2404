import { field, queryFields } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import type { Finding } from '../../protocol/finding.ts';
import { objectInTenant, objectIsCallers } from '../../protocol/policy/object-level.ts';
import { LARGEST_PAGE } from '../resource-server/largest-page.ts';
import { pageAsked } from '../resource-server/page.ts';
import { refuse } from '../resource-server/refuse.ts';
import { readableRows, shown } from './reading.ts';
import type { Call } from './reading.ts';
import type { Invoice } from './invoices.ts';

/** Is every one of the objects there, and the caller's? Which one is not, the answer does not say. OWASP API1:2023 */
function eachIsCallers(found: readonly (Invoice | undefined)[], { caller, policy }: Call): Finding {
  const own = found.filter(
    (invoice) => invoice && objectInTenant(invoice, caller).passed && objectIsCallers(invoice, caller, policy).passed,
  ).length;
  return { passed: own === found.length, expected: `${found.length} objects of the caller`, received: `${own} of ${found.length}` };
}

function batch(ids: readonly string[], call: Call): HttpResponse {
  const { span, store } = call;
  span.plan('api.page-size', 'api.object-each');
  const size = { passed: ids.length <= LARGEST_PAGE, expected: `at most ${LARGEST_PAGE} at once`, received: `${ids.length}` };
  if (!span.check('api.page-size', size)) return refuse('api.page-size', call);
  const found = [...new Set(ids)].map((id) => store.invoices.get(id));
  if (!span.check('api.object-each', eachIsCallers(found, call))) return refuse('api.object-each', call);
  return json(200, {
    invoices: shown(
      found.filter((invoice) => invoice !== undefined),
      call,
    ),
  });
}

function page(query: readonly Field[], call: Call): HttpResponse {
  const { span, store, resource } = call;
  span.plan('api.page-size');
  const asked = pageAsked(query);
  if (!span.check('api.page-size', asked.size)) return refuse('api.page-size', call, { finding: asked.size });
  const status = field(query, 'status');
  const listed = [...store.invoices.values()].filter((invoice) => status === undefined || invoice.status === status);
  const { rows, next } = asked.of(readableRows(listed, call));
  const again = status === undefined ? '' : `&status=${encodeURIComponent(status)}`;
  return json(200, { invoices: shown(rows, call), next: next && `${resource}/invoices?${next}${again}` });
}

/** Named invoices (`ids=`), or a list page by page (`limit=`, `after=`). */
export function pageOrBatch(call: Call): HttpResponse {
  const query = queryFields(call.request.url);
  const ids = field(query, 'ids');
  if (ids !== undefined)
    return batch(
      ids.split(',').map((id) => id.trim()),
      call,
    );
  return page(query, call);
}
