import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { WEAKEST_FIRST, meets } from './acr.ts';

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
