import { remind, takeDiscount } from './costly.ts';
import { approve, remove } from './decide.ts';
import type { Endpoint } from './reading.ts';
import { exportAll, summary } from './export.ts';
import { convert, customers } from './partner.ts';
import { confirmPayment, requestPayment } from './pay.ts';
import { listWebhooks, register } from './webhooks.ts';
import { change, create } from './write-invoice.ts';
import { me } from './me.ts';

const USERS = { userData: true } as const;
const READ = { scope: 'invoice_read', ...USERS } as const;
const WRITE = { scope: 'invoice_write', ...USERS } as const;

const OBJECT = ['api.tenant', 'api.object'] as const;
const PARTNER = ['http.outbound-url', 'http.outbound-redirect'] as const;
const PAY = ['api.media-type', 'http.json-strict', ...OBJECT, 'api.policy'] as const;

/** What the invoices API answers to beside the plain reading. */
export const MORE_ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: '/me', checks: [], answer: me },
  {
    method: 'POST',
    path: '/invoices',
    ...WRITE,
    checks: ['api.media-type', 'http.json-strict', 'api.write-fields', 'api.policy'],
    answer: create,
  },
  {
    method: 'PATCH',
    path: '/invoices/{id}',
    ...WRITE,
    checks: ['api.media-type', 'http.json-strict', ...OBJECT, 'api.write-fields', 'api.policy'],
    answer: change,
  },
  { method: 'DELETE', path: '/invoices/{id}', ...WRITE, unlisted: true, checks: ['api.function', ...OBJECT], answer: remove },
  { method: 'POST', path: '/invoices/{id}/approve', ...WRITE, checks: ['api.function', ...OBJECT], answer: approve },
  { method: 'POST', path: '/invoices/{id}/discount', ...WRITE, checks: [...OBJECT, 'api.flow-pace'], answer: takeDiscount },
  { method: 'POST', path: '/invoices/{id}/reminders', ...WRITE, checks: [...OBJECT, 'api.spend', ...PARTNER], answer: remind },
  { method: 'POST', path: '/invoices/{id}/payments', ...WRITE, checks: PAY, answer: requestPayment },
  { method: 'POST', path: '/invoices/{id}/payments/{payment}/confirm', ...WRITE, checks: PAY, answer: confirmPayment },
  { method: 'GET', path: '/invoices/{id}/converted', ...READ, checks: [...OBJECT, ...PARTNER, 'api.partner-data'], answer: convert },
  { method: 'GET', path: '/customers', ...READ, checks: ['api.inner-query', 'api.partner-data'], answer: customers },
  { method: 'GET', path: '/webhooks', ...READ, checks: [], answer: listWebhooks },
  { method: 'POST', path: '/webhooks', ...WRITE, checks: ['api.media-type', 'http.json-strict', ...PARTNER], answer: register },
  { method: 'GET', path: '/export', scope: 'invoice_export', ...USERS, checks: ['api.function', ...OBJECT], answer: exportAll },
  { method: 'GET', path: '/summary', scope: 'invoice_read', checks: ['api.function'], answer: summary },
];
