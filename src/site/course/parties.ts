/** Display names of the parties, by id. */
const NAMES: Readonly<Record<string, string>> = {
  browser: "Alice's browser",
  app: 'Ledger app',
  phone: 'Ledger phone app',
  spa: 'Ledger in the browser',
  rogue: 'Attacker',
  attacker: 'Attacker',
  as: 'Authorization server',
  gateway: 'Gateway',
  invoices: 'Invoices API',
  payments: 'Payments API',
  partner: 'Partner API',
  metadata: 'Metadata host',
};

/** The name of a party where no world is at hand, as in a list of labs. */
export function partyName(id: string): string {
  return NAMES[id] ?? id;
}
