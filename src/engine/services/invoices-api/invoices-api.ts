import type { Policy } from '../../protocol/policy/policy.ts';
import type { Service } from '../../trace/span.ts';
import { late } from '../late.ts';
import type { TokenPolicy } from '../resource-server/bearer-token.ts';
import type { KeySource } from '../resource-server/key-set.ts';
import { createProtectedApi } from '../resource-server/protected-api.ts';
import { ENDPOINTS } from './endpoints.ts';
import { INVOICES } from './invoices.ts';
import { createInvoiceStore } from './store.ts';
import type { Surroundings } from './store.ts';

/** What an invoices API is made of. `resource` is the audience it expects, which is also where callers find it. */
export interface InvoicesApiConfig extends TokenPolicy, KeySource {
  readonly policy: Policy;
  readonly surroundings: Surroundings;
}

const moreEndpoints = late(() =>
  import('./more-endpoints.ts').then(
    ({ MORE_ENDPOINTS }) =>
      () =>
        MORE_ENDPOINTS,
  ),
);

/**
 * The invoices API. It decides by owner, tenant, department and amount, as its policy says. What few
 * callers use is fetched when somebody asks for it.
 */
export function createInvoicesApi({ surroundings, policy, ...config }: InvoicesApiConfig): Service {
  const store = createInvoiceStore(INVOICES, surroundings);
  return createProtectedApi({
    ...config,
    store,
    policy,
    object: 'invoice',
    endpoints: ENDPOINTS,
    more: moreEndpoints,
    named: { stored: () => store.invoices.values(), scopes: ['invoice_read', 'invoice_write'] },
  });
}
