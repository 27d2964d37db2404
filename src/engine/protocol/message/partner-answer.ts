import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Rates between real currencies that an accountant would believe. */
const LOWEST = 0.000_01;
const HIGHEST = 100_000;

/** Is a partner's quote what it may be: the currency that was asked for, a rate that is a number in range? OWASP API10:2023 */
export function rateIsPlausible(quote: JsonObject | undefined, currency: string): Finding {
  const expected = `${currency}, a rate from ${LOWEST} to ${HIGHEST}`;
  if (!quote) return failed(expected, 'no JSON object');
  const { to, rate } = quote;
  const inRange = typeof rate === 'number' && rate >= LOWEST && rate <= HIGHEST;
  const received = `${typeof to === 'string' ? to : 'no currency'}, rate ${typeof rate === 'number' ? rate : `of type ${typeof rate}`}`;
  return { passed: to === currency && inRange, expected, received };
}

/** Customers a partner may tell of at once. */
const MOST_CUSTOMERS = 50;

/** Is a partner's list of customers a short list of named customers? OWASP API10:2023 */
export function customersArePlausible(answer: JsonObject | undefined): Finding {
  const expected = `at most ${MOST_CUSTOMERS} customers, each with a name`;
  const customers = answer?.['customers'];
  if (!Array.isArray(customers)) return failed(expected, 'no list of customers');
  const named = customers.filter((one) => isJsonObject(one) && typeof one['name'] === 'string' && one['name'].length <= 200).length;
  return { passed: named === customers.length && named <= MOST_CUSTOMERS, expected, received: `${customers.length}, ${named} with a name` };
}
