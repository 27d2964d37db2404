import { field } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { Finding } from '../../protocol/finding.ts';
import { LARGEST_PAGE } from './largest-page.ts';

/** Is the number of rows asked for a whole number within the limit? OWASP API4:2023 */
function pageWithinLimit(asked: string): Finding {
  const expected = `a whole number, 1 to ${LARGEST_PAGE}`;
  const isNumber = /^\d{1,15}$/.test(asked) && Number(asked) > 0;
  const finding = { passed: isNumber && Number(asked) <= LARGEST_PAGE, expected, received: asked.slice(0, 40) };
  return isNumber ? finding : { ...finding, refusal: 'the page size is not a number above 0' };
}

/** A part of a list, as a query asks for it by `limit` and `after`. */
export interface Page {
  /** For `api.page-size`. */
  readonly size: Finding;
  /** The rows of it, and the query of the next one, where more follow. */
  readonly of: <Row extends { readonly id: string }>(all: readonly Row[]) => { readonly rows: readonly Row[]; readonly next?: string };
}

/** Reads which part of a list is asked for: as much as is given at once, where nobody says how much. */
export function pageAsked(query: readonly Field[]): Page {
  const limit = field(query, 'limit') ?? String(LARGEST_PAGE);
  const after = field(query, 'after');
  return {
    size: pageWithinLimit(limit),
    of(all) {
      // Behind what is not there, nothing comes: from the beginning, whoever asks on would never end.
      const last = all.findIndex(({ id }) => id === after);
      const rest = after === undefined ? all : last < 0 ? [] : all.slice(last + 1);
      const wanted = Number(limit);
      const rows = rest.slice(0, wanted >= 1 ? wanted : LARGEST_PAGE);
      return rows.length < rest.length ? { rows, next: `limit=${rows.length}&after=${rows.at(-1)?.id ?? ''}` } : { rows };
    },
  };
}
