import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/**
 * Is the address to go to after a logout one that the client has registered, character by character?
 * RP-Initiated Logout §3
 * @param registered undefined where no client is known, or two are named
 */
export function logoutRedirectRegistered(sent: string, registered: readonly string[] | undefined): Finding {
  if (registered === undefined) return failed('the address of one client that is known', sent, 'it does not know whose address that is');
  const expected = registered.length === 0 ? 'no address at all' : registered.join(' or ');
  return registered.includes(sent) && URL.canParse(sent) ? passed(sent, expected) : failed(expected, sent);
}
