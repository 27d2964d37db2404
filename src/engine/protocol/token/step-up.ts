import type { JsonObject } from '../../http/strict-json.ts';
import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** How a user has to have logged in for a request to go through. RFC 9470 §3 */
export interface LoginDemand {
  /** Authentication context classes, the preferred one first; any of them will do. */
  readonly acrValues?: readonly string[] | undefined;
  /** The oldest login that will do, in seconds. */
  readonly maxAge?: number | undefined;
}

/** By how many seconds the clock that a login was noted with may be ahead. */
const AHEAD = 30;

/**
 * Was the login that a token tells of strong and recent enough? A token that does not say is not
 * believed to. `now` in milliseconds since 1970. RFC 9470 §3, §6; RFC 9068 §2.2.1
 */
export function loginMeets(claims: JsonObject, { acrValues, maxAge }: LoginDemand, now: number): Finding {
  const { acr, auth_time: authTime } = claims;
  const expected = [
    ...(acrValues ? [`acr ${acrValues.join(' or ')}`] : []),
    ...(maxAge === undefined ? [] : [`a login within ${durationInWords(maxAge)}`]),
  ].join(' and ');
  const strength = typeof acr === 'string' ? `acr ${acr}` : 'no acr';
  if (acrValues && !(typeof acr === 'string' && acrValues.includes(acr)))
    return failed(expected, strength, 'the login was not of the strength that this route asks for');
  if (maxAge === undefined) return passed(strength, expected);
  if (typeof authTime !== 'number') return failed(expected, 'no auth_time', 'the token does not say when the user logged in');
  const age = now / 1000 - authTime;
  if (-age > AHEAD) return failed(expected, `a login ${durationInWords(age)} from now`, 'the token tells of a login that is yet to come');
  const received = `${strength}, a login ${durationInWords(age)} ago`;
  return age <= maxAge ? passed(received, expected) : failed(expected, received, 'the login is too long ago for this route');
}
