import type { Party } from '../trace/trace.ts';

/** Who issues every token here. RFC 8414 §2 */
export const ISSUER = 'https://as.lab.test';

/** Where the people of a partner log in: an issuer of its own. */
export const IDP = 'https://idp.lab.test';

/** Where the APIs are called, and the audience of every access token. RFC 8707 §2 */
export const GATEWAY = 'https://api.lab.test';

/** The API behind the gateway. */
export const INVOICES = 'https://invoices.internal.lab.test';

/** The API that pays. The invoices API calls it; so can anyone inside the network. */
export const PAYMENTS = 'https://payments.internal.lab.test';

/** An API from before the issuer had key pairs. */
export const REPORTS = 'https://reports.internal.lab.test';

/** An app whose tokens stay in its back end. */
export const EXPENSES = 'https://expenses.lab.test';
/** A partner's API, outside: rates, customers, text messages. */
export const PARTNER = 'https://partner.lab.test';

/** The attacker's own address. */
export const EVIL = 'https://evil.lab.test';

/** The same host at another site, whose requests bring no cookie with a SameSite; all of lab.test is one site. RFC 6265bis §5.2 */
export const EVIL_SITE = 'https://evil.test';

/** An old name of the company's that still leads to a host which is the attacker's by now. */
export const TAKEN_OVER = 'https://old.spa.lab.test';

/** The keys by which the partner knows its customers. Published, as every secret of the lab is. */
export const PARTNER_KEYS = { invoices: 'partner-key-of-invoices-5d3b', gateway: 'partner-key-of-gateway-e0a7' } as const;

/** Where a cloud's machines read what they need to know, secrets included. It asks nobody who they are. */
const METADATA = 'https://metadata.internal.lab.test';

/** The address scheme of the app on the phone. RFC 8252 §7.1 */
export const PHONE_SCHEME = 'test.lab.ledger:';

/** The parties, in the usual order of their lifelines. */
export const PARTIES: readonly Party[] = [
  { id: 'browser', name: 'Alice’s browser', kind: 'user', origins: [], zone: 'device' },
  { id: 'app', name: 'Ledger app', kind: 'client', origins: ['https://app.lab.test'], zone: 'company' },
  { id: 'phone', name: 'Ledger phone app', kind: 'client', origins: [PHONE_SCHEME], zone: 'device' },
  { id: 'bank', name: 'Bank portal', kind: 'client', origins: ['https://bank.lab.test'], zone: 'internet' },
  { id: 'expenses', name: 'Expenses app', kind: 'client', origins: [EXPENSES], zone: 'company' },
  { id: 'television', name: 'Television', kind: 'client', origins: [], zone: 'device' },
  { id: 'spa', name: 'Ledger in the browser', kind: 'client', origins: ['https://spa.lab.test'], zone: 'device' },
  { id: 'machine', name: 'Machine client', kind: 'client', origins: [], zone: 'company' },
  { id: 'attacker', name: 'Attacker', kind: 'attacker', origins: [EVIL, EVIL_SITE, TAKEN_OVER], zone: 'internet' },
  { id: 'as', name: 'Authorization server', kind: 'authorization-server', origins: [ISSUER], zone: 'company' },
  { id: 'idp', name: 'Partner’s identity provider', kind: 'authorization-server', origins: [IDP], zone: 'internet' },
  { id: 'gateway', name: 'Gateway', kind: 'gateway', origins: [GATEWAY], zone: 'company' },
  { id: 'invoices', name: 'Invoices API', kind: 'api', origins: [INVOICES], zone: 'inside' },
  { id: 'reports', name: 'Reports API', kind: 'api', origins: [REPORTS], zone: 'inside' },
  { id: 'payments', name: 'Payments API', kind: 'api', origins: [PAYMENTS], zone: 'inside' },
  { id: 'partner', name: 'Partner API', kind: 'api', origins: [PARTNER], zone: 'internet' },
  { id: 'metadata', name: 'Metadata host', kind: 'api', origins: [METADATA], zone: 'inside' },
];

/** Whoever reads this, sending messages of their own. In a record once they have sent one. */
export const YOU: Party = { id: 'you', name: 'You', kind: 'client', origins: [], zone: 'internet' };

/** Where the authorization server may call what a client names: a logo, a key set. */
export const OUTBOUND_ORIGINS: readonly string[] = ['https://app.lab.test', 'https://bank.lab.test', PARTNER];
