/** What each scope opens, in words for the consent page. */
export const SCOPES: Readonly<Record<string, string>> = {
  openid: 'know who you are',
  profile: 'see your name',
  email: 'see your email address',
  invoice_read: 'read your invoices',
  invoice_write: 'write invoices in your name',
  invoice_export: 'take a copy of all invoices',
  payment_read: 'read your payments',
  payment_write: 'pay in your name',
};
