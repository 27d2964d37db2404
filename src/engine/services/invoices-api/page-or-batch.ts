import { field, queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import type { Finding } from '../../protocol/finding.ts';
import { objectInTenant, objectIsCallers } from '../../protocol/policy/object-level.ts';
import { refuse } from '../resource-server/refuse.ts';
import { LARGEST_PAGE, readableRows, shown } from './reading.ts';
import type { Call } from './reading.ts';
import type { Invoice } from './invoices.ts';

/** Is the number of rows asked for a whole number within the limit? OWASP API4:2023 */
function pageWithinLimit(asked: string): Finding {
  const expected = `a whole number, 1 to ${LARGEST_PAGE}`;
  const isNumber = /^\d{1,15}$/.test(asked) && Number(asked) > 0;
  const finding = { passed: isNumber && Number(asked) <= LARGEST_PAGE, expected, received: asked.slice(0, 40) };
  return isNumber ? finding : { ...finding, refusal: 'the page size is not a number above 0' };
}

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

function page(limit: string, after: string | undefined, status: string | undefined, call: Call): HttpResponse {
  const { span, store, resource } = call;
  span.plan('api.page-size');
  const size = pageWithinLimit(limit);
  if (!span.check('api.page-size', size)) return refuse('api.page-size', call, { finding: size });
  const asked = [...store.invoices.values()].filter((invoice) => status === undefined || invoice.status === status);
  const readable = readableRows(asked, call);
  // Behind what is not there, nothing comes: from the beginning, whoever asks on would never end.
  const last = readable.findIndex(({ id }) => id === after);
  const rest = after === undefined ? readable : last < 0 ? [] : readable.slice(last + 1);
  const wanted = Number(limit);
  const rows = rest.slice(0, wanted >= 1 ? wanted : LARGEST_PAGE);
  const end = rows.at(-1)?.id;
  const more = rows.length < rest.length;
  const query = `limit=${rows.length}&after=${end ?? ''}${status === undefined ? '' : `&status=${encodeURIComponent(status)}`}`;
  const next = more ? `${resource}/invoices?${query}` : undefined;
  return json(200, { invoices: shown(rows, call), next });
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
  return page(field(query, 'limit') ?? String(LARGEST_PAGE), field(query, 'after'), field(query, 'status'), call);
}
