/** One invoice, as the API stores and shows it. Amounts are in euros. */
export interface Invoice {
  readonly id: string;
  readonly customer: string;
  readonly amount: number;
  readonly status: 'open' | 'paid';
  /** The `sub` of whoever wrote it. */
  readonly owner: string;
  readonly department: string;
  readonly tenant: string;
}

/** What is stored when a world begins: two tenants, three people. */
export const INVOICES: readonly Invoice[] = [
  { id: 'inv-1001', customer: 'C-204', amount: 1_280, status: 'open', owner: 'alice', department: 'Finance', tenant: 'one' },
  { id: 'inv-1002', customer: 'C-117', amount: 340.5, status: 'paid', owner: 'alice', department: 'Finance', tenant: 'one' },
  { id: 'inv-1003', customer: 'C-204', amount: 95, status: 'open', owner: 'bob', department: 'Sales', tenant: 'one' },
  { id: 'inv-2001', customer: 'C-900', amount: 18_400, status: 'open', owner: 'carol', department: 'Finance', tenant: 'two' },
  { id: 'inv-2002', customer: 'C-901', amount: 2_150, status: 'paid', owner: 'carol', department: 'Finance', tenant: 'two' },
  { id: 'inv-2003', customer: 'C-902', amount: 760, status: 'open', owner: 'carol', department: 'Finance', tenant: 'two' },
];

/** Who may do what, as data: the rules read it and hold no names of their own. */
export interface InvoicesPolicy {
  /** Departments that may read every invoice of their own tenant. Everybody may read their own. */
  readonly readAll: readonly string[];
  /** The largest invoice a department may write, in euros; a department that is not here may write none. */
  readonly departmentLimits: Readonly<Record<string, number>>;
  /** The largest invoice a role may write, in euros, whatever the department. */
  readonly roleLimits: Readonly<Record<string, number>>;
}

/** The policy of the lab's invoices. */
export const INVOICES_POLICY: InvoicesPolicy = {
  readAll: ['Finance'],
  departmentLimits: { Sales: 500, Finance: 5_000 },
  roleLimits: { manager: 50_000 },
};
