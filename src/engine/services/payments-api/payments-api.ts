import type { Policy } from '../../protocol/policy/policy.ts';
import type { Service } from '../../trace/span.ts';
import type { TokenPolicy } from '../resource-server/bearer-token.ts';
import type { KeySource } from '../resource-server/key-set.ts';
import { createProtectedApi } from '../resource-server/protected-api.ts';
import type { ApiEndpoint } from '../resource-server/protected-api.ts';
import { confirmPayment } from './confirm-payment.ts';
import { PAYER_CHECKS } from './judge-payer.ts';
import { PAYMENTS_POLICY } from './policy.ts';
import { list, me, one } from './read-payments.ts';
import { requestPayment } from './request-payment.ts';
import { createPaymentStore } from './store.ts';
import type { PaymentStore } from './store.ts';

/** What a payments API is made of. `resource` is the audience it expects: its own origin, and no other. */
export interface PaymentsApiConfig extends TokenPolicy, KeySource {
  readonly policy?: Policy | undefined;
  /** The parties that may share one token with it. */
  readonly zone: readonly string[];
}

const READ = { scope: 'payment_read', userData: true } as const;
const WRITE = { scope: 'payment_write' } as const;

const ENDPOINTS: readonly ApiEndpoint<PaymentStore>[] = [
  { method: 'GET', path: '/me', checks: [], answer: me },
  { method: 'GET', path: '/payments', ...READ, checks: ['http.parameter-once', 'api.page-size', 'api.tenant', 'api.object'], answer: list },
  { method: 'GET', path: '/payments/{id}', ...READ, checks: ['api.tenant', 'api.object'], answer: one },
  {
    method: 'POST',
    path: '/payments',
    ...WRITE,
    checks: ['api.media-type', 'http.json-strict', ...PAYER_CHECKS, 'api.request-once', 'api.write-fields', 'api.policy'],
    answer: requestPayment,
  },
  {
    method: 'POST',
    path: '/payments/{id}/confirm',
    ...WRITE,
    checks: ['api.media-type', 'http.json-strict', ...PAYER_CHECKS, 'api.every-step', 'api.policy'],
    answer: confirmPayment,
  },
];

/**
 * The payments API: a payment is asked for, then confirmed, and each step asks everything anew. It
 * takes tokens for itself alone, and lets the user's rights decide, not those of a calling service.
 */
export function createPaymentsApi({ zone, policy = { ...PAYMENTS_POLICY, zone }, ...config }: PaymentsApiConfig): Service {
  const store = createPaymentStore();
  return createProtectedApi({
    ...config,
    store,
    policy,
    object: 'payment',
    endpoints: ENDPOINTS,
    named: { stored: () => store.payments.values(), scopes: ['payment_read', 'payment_write'] },
  });
}
