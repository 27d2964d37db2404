import type { Policy } from '../../protocol/policy/policy.ts';

/** Everything an invoice shows; its bank details and its internal note are shown to nobody. */
const SHOWN = ['id', 'customer', 'amount', 'status', 'owner', 'department', 'tenant', 'discount'];

/** The policy of the lab's invoices. */
export const INVOICES_POLICY: Policy = {
  objects: [{ owner: true }, { departments: ['Finance'] }],
  functions: {
    approve: [{ roles: ['manager'] }],
    delete: [{ roles: ['manager'] }],
    export: [{ departments: ['Finance'] }],
    summary: [{ departments: ['Sales', 'Finance'] }, { service: true }],
  },
  read: [{ fields: SHOWN }],
  write: [{ fields: ['customer', 'amount'] }],
  amounts: [
    { departments: ['Sales'], upTo: 500 },
    { departments: ['Finance'], upTo: 5_000 },
    { roles: ['manager'], upTo: 50_000 },
  ],
  actors: [],
  zone: ['https://api.lab.test', 'https://invoices.internal.lab.test', 'https://payments.internal.lab.test'],
};
