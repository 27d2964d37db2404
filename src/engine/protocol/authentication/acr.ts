/** Authentication context classes of the lab, weakest first; names for examples, RFC 6963. OpenID Connect Core §2 */
export const ACR = { password: 'urn:example:acr:password', twoFactors: 'urn:example:acr:two-factors' } as const;

/** The classes of the lab, weakest first. */
export const WEAKEST_FIRST: readonly string[] = Object.values(ACR);

/** Whether a login of one class is at least as strong as another class. A class that is not known is met by none. */
export function meets(login: string | undefined, wanted: string): boolean {
  return WEAKEST_FIRST.includes(wanted) && WEAKEST_FIRST.indexOf(login ?? '') >= WEAKEST_FIRST.indexOf(wanted);
}

/** The class to name in tokens: one that was asked for, where the login meets one; else its own. OpenID Connect Core §5.5.1.1 */
export function acrToName(login: string | undefined, wanted: readonly string[] = []): string | undefined {
  if (login !== undefined && wanted.includes(login)) return login;
  return wanted.find((acr) => meets(login, acr)) ?? login;
}
