import { queryFields, repeatedNames } from '../../http/form.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { json, problem } from '../../http/problem.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { failed } from '../../protocol/finding.ts';
import type { Span } from '../../trace/span.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { refusal } from '../resource-server/refusal.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';
import type { Caller } from './caller.ts';
import type { Invoice, InvoicesPolicy } from './invoices.ts';
import { bodyIsStrictJson, readNewInvoice } from './new-invoice.ts';
import { amountWithinPolicy, objectInTenant, objectIsCallers, rowsPass } from './rules.ts';

/** Everything an endpoint needs to answer one authenticated request. */
export interface Call {
  readonly request: HttpRequest;
  readonly span: Span;
  readonly caller: Caller;
  readonly parameters: Readonly<Record<string, string>>;
  readonly store: Invoice[];
  readonly policy: InvoicesPolicy;
  readonly context: RefusalContext;
  /** Where callers find the API, for `Location`. */
  readonly resource: string;
}

/** One endpoint: its route, its scope, its own checks in order, and its steps. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly scope?: string;
  readonly checks: readonly CheckId[];
  readonly answer: (call: Call) => HttpResponse;
}

function me({ caller }: Call): HttpResponse {
  return json(200, {
    sub: caller.sub,
    client_id: caller.clientId,
    department: caller.department,
    tenant: caller.tenant,
    roles: caller.roles,
    scope: caller.scopes.join(' '),
  });
}

/** A list refuses nothing: it leaves out what is not the caller's, unless the rule that does so is off. */
function list({ request, span, caller, store, policy, context }: Call): HttpResponse {
  const repeated = repeatedNames(queryFields(request.url));
  const once = {
    passed: repeated.length === 0,
    expected: 'each parameter once',
    received: repeated.length === 0 ? 'none twice' : `${repeated.join(', ')} more than once`,
  };
  if (!span.check('http.parameter-once', once)) return refusal('http.parameter-once', context);
  const status = queryFields(request.url).find(([name]) => name === 'status')?.[1];
  const asked = store.filter((invoice) => status === undefined || invoice.status === status);
  const inTenant = asked.filter((invoice) => span.isOff('api.tenant') || objectInTenant(invoice, caller).passed);
  const rows = inTenant.filter((invoice) => span.isOff('api.object') || objectIsCallers(invoice, caller, policy).passed);
  span.check(
    'api.tenant',
    rowsPass(rows, asked.length, (invoice) => objectInTenant(invoice, caller), "of the caller's tenant"),
  );
  span.check(
    'api.object',
    rowsPass(rows, asked.length, (invoice) => objectIsCallers(invoice, caller, policy), 'the caller may read'),
  );
  return json(200, { invoices: rows });
}

function one({ span, caller, parameters, store, policy, context }: Call): HttpResponse {
  const id = parameters['id'] ?? '';
  const invoice = store.find((candidate) => candidate.id === id);
  if (!invoice) {
    span.check('api.object', failed('an invoice that exists', id));
    return refusal('api.object', context);
  }
  const verdict = createFirstRefusal(span);
  verdict.check('api.tenant', objectInTenant(invoice, caller));
  verdict.check('api.object', objectIsCallers(invoice, caller, policy));
  return verdict.refused === undefined ? json(200, invoice) : refusal(verdict.refused, context);
}

function create({ request, span, caller, store, policy, context, resource }: Call): HttpResponse {
  if (!span.check('http.json-strict', bodyIsStrictJson(request.body))) return refusal('http.json-strict', context);
  const asked = readNewInvoice(request.body);
  // Not a refusal by a defense: there is nothing here that could be stored.
  if ('errors' in asked) return problem(422, { title: 'Not an invoice', detail: asked.errors.join(' '), errors: asked.errors });
  if (!span.check('api.policy', amountWithinPolicy(asked.amount, caller, policy))) return refusal('api.policy', context);
  const invoice: Invoice = {
    id: `inv-${3001 + store.length}`,
    ...asked,
    status: 'open',
    owner: caller.sub,
    department: caller.department,
    tenant: caller.tenant,
  };
  store.push(invoice);
  return json(201, invoice, [['Location', `${resource}/invoices/${invoice.id}`]]);
}

/** What the invoices API answers to. */
export const ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: '/me', checks: [], answer: me },
  { method: 'GET', path: '/invoices', scope: 'invoice_read', checks: ['http.parameter-once', 'api.tenant', 'api.object'], answer: list },
  { method: 'POST', path: '/invoices', scope: 'invoice_write', checks: ['http.json-strict', 'api.policy'], answer: create },
  { method: 'GET', path: '/invoices/{id}', scope: 'invoice_read', checks: ['api.tenant', 'api.object'], answer: one },
];
