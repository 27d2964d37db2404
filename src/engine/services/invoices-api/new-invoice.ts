import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import { failed, passed } from '../../protocol/finding.ts';
import type { Finding } from '../../protocol/finding.ts';

/** What a caller may say about an invoice it writes; the API fills in the rest. */
export interface NewInvoice {
  readonly customer: string;
  /** In euros. */
  readonly amount: number;
}

/** The largest amount that is still a plausible invoice, in euros. */
const LARGEST = 1_000_000;

/** Is the body strict JSON, no member twice? RFC 8259 §4 */
export function bodyIsStrictJson(body: string): Finding {
  const parsed = parseStrictJson(body, { maxDepth: 4, maxBytes: 4096 });
  const expected = 'strict JSON, each member once';
  return parsed.ok ? passed('strict JSON', expected) : failed(expected, parsed.reason);
}

/**
 * The new invoice a body describes, or what is wrong with each member. Reads as `JSON.parse` does,
 * which takes the last of two equal members: the strict rule stands before it.
 */
export function readNewInvoice(body: string): NewInvoice | { readonly errors: readonly string[] } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { errors: ['The body is not JSON.'] };
  }
  if (!isJsonObject(value)) return { errors: ['The body is not a JSON object.'] };
  const { customer, amount, ...rest } = value;
  const errors = Object.keys(rest).map((name) => `${name.slice(0, 40)} cannot be set.`);
  const goodCustomer = typeof customer === 'string' && /^C-\d{3}$/.test(customer);
  const goodAmount =
    typeof amount === 'number' && amount > 0 && amount <= LARGEST && Math.abs(amount * 100 - Math.round(amount * 100)) < 1e-6;
  if (!goodCustomer) errors.push('customer must be C- and three digits.');
  if (!goodAmount) errors.push(`amount must be a number above 0, at most ${LARGEST}, with two decimals or fewer.`);
  return goodCustomer && goodAmount && errors.length === 0 ? { customer, amount } : { errors };
}
