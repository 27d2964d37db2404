import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Policy } from './policy.ts';

/** As far as a chain of actors is followed; a longer one is cut. */
const LONGEST_CHAIN = 8;

/** Who acts now, then who acted before, from the `act` claim. The earlier ones are for the record alone. RFC 8693 §4.1 */
export function actorsOf(claims: JsonObject): string[] {
  const actors: string[] = [];
  for (let act = claims['act']; isJsonObject(act) && actors.length < LONGEST_CHAIN; act = act['act']) {
    const { sub } = act;
    actors.push(typeof sub === 'string' ? sub : 'somebody without a name');
  }
  return actors;
}

/**
 * May whoever acts now act for users at this API? A token without `act` comes from the user's own
 * client. Earlier actors are shown, and never decided on. RFC 8693 §4.1
 */
export function actorAllowed(claims: JsonObject, { actors }: Policy): Finding {
  const expected = `nobody, or ${actors.join(' or ')}`;
  if (claims['act'] === undefined) return { passed: true, expected, received: 'nobody acts for the user' };
  const [current, ...earlier] = actorsOf(claims);
  if (current === undefined) return failed(expected, 'an act claim that is no object');
  const before = earlier.length === 0 ? '' : `; before it, for the record only: ${earlier.join(', ')}`;
  return { passed: actors.includes(current), expected, received: current + before };
}
