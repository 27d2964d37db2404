import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Authentication context classes of the lab, weakest first; names for examples, RFC 6963. OpenID Connect Core §2 */
export const ACR = { password: 'urn:example:acr:password', twoFactors: 'urn:example:acr:two-factors' } as const;

const WEAKEST_FIRST: readonly string[] = Object.values(ACR);

/** Whether a login of one class is at least as strong as another class. A class that is not known is met by none. */
function meets(login: string | undefined, wanted: string): boolean {
  return WEAKEST_FIRST.includes(wanted) && WEAKEST_FIRST.indexOf(login ?? '') >= WEAKEST_FIRST.indexOf(wanted);
}

/** Whether any of these classes can be reached here at all. */
export function acrKnown(wanted: readonly string[]): boolean {
  return wanted.some((acr) => WEAKEST_FIRST.includes(acr));
}

/** Is the login of one of the classes that were asked for, or stronger? OpenID Connect Core §5.5.1.1; RFC 9470 §5 */
export function loginStrongEnough(login: string | undefined, wanted: readonly string[]): Finding {
  const expected = wanted.join(' or ');
  if (!acrKnown(wanted)) return failed(`one of [${WEAKEST_FIRST.join(', ')}]`, expected, 'it knows no login of that strength');
  return { passed: wanted.some((acr) => meets(login, acr)), expected, received: login ?? 'nobody is logged in' };
}

/** The class to name in tokens: one that was asked for, where the login meets one; else its own. OpenID Connect Core §5.5.1.1 */
export function acrToName(login: string | undefined, wanted: readonly string[] = []): string | undefined {
  if (login !== undefined && wanted.includes(login)) return login;
  return wanted.find((acr) => meets(login, acr)) ?? login;
}
