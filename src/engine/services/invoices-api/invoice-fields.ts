import type { JsonObject } from '../../http/strict-json.ts';
import type { HttpResponse } from '../../http/message.ts';
import { problem } from '../../http/problem.ts';
import { isAmount } from '../resource-server/json-body.ts';
import type { Invoice } from './invoices.ts';

/** What each member of an invoice must look like, and how to say so. A member that is not here is not one a form could offer. */
const MEMBERS: Readonly<Partial<Record<keyof Invoice, readonly [(value: unknown) => boolean, string]>>> = {
  customer: [(value) => typeof value === 'string' && /^C-\d{3}$/.test(value), 'C- and three digits'],
  amount: [isAmount, 'a number above 0, at most 1000000, with two decimals or fewer'],
  status: [(value) => value === 'open' || value === 'approved' || value === 'paid', 'open, approved or paid'],
  owner: [(value) => typeof value === 'string' && /^[\w.-]{1,40}$/.test(value), 'the name of a user'],
  department: [(value) => typeof value === 'string' && /^\w{1,40}$/.test(value), 'a department'],
  tenant: [(value) => typeof value === 'string' && /^\w{1,40}$/.test(value), 'a tenant'],
  iban: [(value) => typeof value === 'string' && /^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(value), 'an IBAN'],
  note: [(value) => typeof value === 'string' && value.length <= 200, 'text of at most 200 characters'],
};

function memberOf(name: string): keyof Invoice | undefined {
  return Object.keys(MEMBERS).find((known): known is keyof Invoice => known === name);
}

/** Members of an invoice that a body sets, each well formed; or an answer that says what is wrong with each. RFC 9457 §3.2 */
export function readFields(body: JsonObject, needed: readonly (keyof Invoice)[]): Partial<Invoice> | HttpResponse {
  const names = Object.keys(body);
  const errors = names.filter((name) => memberOf(name) === undefined).map((name) => `${name.slice(0, 40)} cannot be set.`);
  const fields = [...needed, ...names.map(memberOf).filter((name) => name !== undefined)];
  for (const name of new Set(fields)) {
    const [isRight, words] = MEMBERS[name] ?? [() => false, 'absent'];
    if (!isRight(body[name])) errors.push(`${name} must be ${words}.`);
  }
  if (errors.length > 0) return problem(422, { detail: errors.slice(0, 10).join(' '), errors: errors.slice(0, 10) });
  return Object.fromEntries(fields.map((name) => [name, body[name]]));
}
