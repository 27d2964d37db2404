/**
 * Finds an account by the address that another issuer says its user has: the fault that
 * `rp.account-key` is there to stop. Only used while that check is switched off.
 */
export function accountByEmail<Account extends { readonly email: string }>(
  accounts: readonly Account[],
  email: unknown,
): Account | undefined {
  return typeof email === 'string' ? accounts.find((account) => account.email === email) : undefined;
}
