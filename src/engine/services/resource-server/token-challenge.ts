import { formatChallenge } from '../../http/challenge.ts';
import type { Header } from '../../http/message.ts';
import type { TokenScheme } from '../../protocol/message/bearer.ts';
import { DPOP_ALGORITHMS } from '../../protocol/token/dpop/dpop-algorithms.ts';

/** What a challenge says; what is undefined is left out. RFC 6750 §3 */
export type Told = Readonly<Record<string, string | undefined>>;

/** A challenge of one scheme; that for DPoP says which algorithms a proof may have. RFC 6750 §3; RFC 9449 §7.1 */
export function tokenChallenge(scheme: TokenScheme, told: Told): Header {
  const given = scheme === 'DPoP' ? { ...told, algs: DPOP_ALGORITHMS.join(' ') } : told;
  const parameters = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return ['WWW-Authenticate', formatChallenge({ scheme, parameters })];
}

/** The challenges of a 401: first that of the scheme that was used, which says what was wrong, then the other. RFC 9449 §7.2 */
export function tokenChallenges(used: TokenScheme, told: Told, other: Told): Header[] {
  return [tokenChallenge(used, told), tokenChallenge(used === 'DPoP' ? 'Bearer' : 'DPoP', other)];
}
