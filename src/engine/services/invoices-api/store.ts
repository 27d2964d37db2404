import { BoundedMap } from '../bounded-map.ts';
import type { Invoice } from './invoices.ts';

/** How the invoices API gets a token for the payments API. */
export type Way = 'exchange' | 'embed' | 'share' | 'own';

/** The parties an invoices API calls, and how. Origins without a path. */
export interface Surroundings {
  readonly issuer: string;
  readonly payments: string;
  readonly partner: string;
  /** Origins it may call of those a caller names: webhooks. */
  readonly callable: readonly string[];
  readonly way: Way;
  /** How it names itself at the token endpoint, and to the partner. */
  readonly client: { readonly id: string; readonly secret: string; readonly partnerKey: string };
}

/** A count that begins again after a time: costly calls of a tenant, a caller's last discount. Times in milliseconds since 1970. */
export interface Tally {
  readonly since: number;
  readonly count: number;
}

/** A registered webhook. */
export interface Webhook {
  readonly id: string;
  readonly url: string;
  readonly owner: string;
  readonly tenant: string;
}

/** Everything the invoices API remembers, each map bounded. */
export interface InvoiceStore {
  readonly surroundings: Surroundings;
  readonly invoices: Map<string, Invoice>;
  /** The number the next invoice gets. */
  next: number;
  readonly webhooks: Map<string, Webhook>;
  readonly tallies: Map<string, Tally>;
}

/** A store that holds what the world begins with. */
export function createInvoiceStore(invoices: readonly Invoice[], surroundings: Surroundings): InvoiceStore {
  const store: InvoiceStore = {
    surroundings,
    invoices: new BoundedMap(2000),
    next: 3001 + invoices.length,
    webhooks: new BoundedMap(50),
    tallies: new BoundedMap(500),
  };
  for (const invoice of invoices) store.invoices.set(invoice.id, invoice);
  return store;
}
