import type { Policy } from '../../protocol/policy/policy.ts';

/** The policy of the lab's payments, but for the zone they stand in. Through the invoices API people may pay more, since it has looked at the invoice. */
export const PAYMENTS_POLICY: Omit<Policy, 'zone'> = {
  objects: [{ owner: true }, { departments: ['Finance'] }],
  functions: { pay: [{ departments: ['Sales', 'Finance'] }, { roles: ['manager'] }, { clients: ['invoices-api'] }] },
  read: [{ fields: ['id', 'creditor', 'amount', 'reference', 'status', 'owner', 'department', 'tenant', 'actors'] }],
  write: [{ fields: ['creditor', 'amount'] }],
  amounts: [
    { departments: ['Sales'], upTo: 200 },
    { departments: ['Sales'], actors: ['invoices-api'], upTo: 500 },
    { departments: ['Finance'], upTo: 2_000 },
    { departments: ['Finance'], actors: ['invoices-api'], upTo: 10_000 },
    { roles: ['manager'], upTo: 50_000 },
    { clients: ['invoices-api'], upTo: 50_000 },
  ],
  actors: ['invoices-api', 'gateway'],
};
