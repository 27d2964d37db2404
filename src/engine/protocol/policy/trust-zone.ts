import type { Finding } from '../finding.ts';
import type { Policy } from './policy.ts';

/**
 * Would a token that is shared stay among parties of one trust zone? Whoever holds it can use it
 * everywhere it opens. RFC 9700 §2.3
 * @param places origins it is passed on to, or audiences it names
 */
export function tokenStaysInZone(places: readonly string[], { zone }: Policy): Finding {
  const outside = places.filter((place) => !zone.includes(place));
  return {
    passed: outside.length === 0,
    expected: `only inside [${zone.join(', ')}]`,
    received: outside.length === 0 ? places.join(', ') : `outside: ${outside.join(', ')}`,
  };
}
