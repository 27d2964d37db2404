import { BoundedMap } from '../bounded-map.ts';

/** One payment. Amounts are in euros, times milliseconds since 1970. */
export interface Payment {
  readonly id: string;
  readonly creditor: string;
  readonly amount: number;
  /** What it is for, such as the number of an invoice. */
  readonly reference: string;
  readonly status: 'requested' | 'paid';
  /** The `sub` of whoever pays. */
  readonly owner: string;
  readonly department: string;
  readonly tenant: string;
  /** Who acted for the owner, the last one first. RFC 8693 §4.1 */
  readonly actors: readonly string[];
  readonly at: number;
}

/** Everything the payments API remembers, each map bounded. */
export interface PaymentStore {
  readonly payments: Map<string, Payment>;
  /** Requests that were handled, by who sent them and their `Idempotency-Key`. */
  readonly handled: Map<string, Handled>;
}

/** A request that led to a payment; `at` in milliseconds since 1970. */
interface Handled {
  readonly payment: string;
  readonly owner: string;
  readonly at: number;
}

/** Payments, and keys of requests, that are remembered of one user. */
export const MOST_OF_ONE = 100;

/** A payment that carol made before the world began. */
const EARLIER: Payment = {
  id: 'pay-2001',
  creditor: 'C-901',
  amount: 2_150,
  reference: 'inv-2002',
  status: 'paid',
  owner: 'carol',
  department: 'Finance',
  tenant: 'two',
  actors: [],
  at: Date.UTC(2026, 10, 20),
};

/** A store that holds what the world begins with. */
export function createPaymentStore(): PaymentStore {
  const store: PaymentStore = { payments: new BoundedMap(2000), handled: new BoundedMap(2000) };
  store.payments.set(EARLIER.id, EARLIER);
  return store;
}
