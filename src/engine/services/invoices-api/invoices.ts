/** One invoice, as the API stores it; what it shows of it is for its policy to say. Amounts are in euros. */
export interface Invoice {
  readonly id: string;
  readonly customer: string;
  readonly amount: number;
  readonly status: 'open' | 'approved' | 'paid';
  /** The `sub` of whoever wrote it. */
  readonly owner: string;
  readonly department: string;
  readonly tenant: string;
  /** Where the customer's money goes. */
  readonly iban: string;
  /** What colleagues tell each other about the customer. */
  readonly note: string;
  /** Whether the early-payment discount was taken. */
  readonly discount?: true;
}

const ONE = { department: 'Finance', tenant: 'one', iban: 'DE89370400440532013000', note: 'Ask for a signed order.' } as const;
const TWO = { owner: 'carol', department: 'Finance', tenant: 'two', iban: 'NL91ABNA0417164300', note: 'Pays late, watch.' } as const;

/** What is stored when a world begins: two tenants, three people. */
export const INVOICES: readonly Invoice[] = [
  { id: 'inv-1001', customer: 'C-204', amount: 1_280, status: 'open', owner: 'alice', ...ONE },
  { id: 'inv-1002', customer: 'C-117', amount: 340.5, status: 'paid', owner: 'alice', ...ONE },
  { id: 'inv-1003', customer: 'C-204', amount: 95, status: 'open', owner: 'bob', ...ONE, department: 'Sales' },
  { id: 'inv-2001', customer: 'C-900', amount: 18_400, status: 'open', ...TWO },
  { id: 'inv-2002', customer: 'C-901', amount: 2_150, status: 'paid', ...TWO },
  { id: 'inv-2003', customer: 'C-902', amount: 760, status: 'open', ...TWO },
];
