import type { JsonObject } from '../../http/strict-json.ts';
import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { shown } from './claim-rules.ts';

/** What a client asked of the login when it sent the user away. */
export interface AskedLogin {
  /** Seconds the login may be old. */
  readonly maxAge?: number | undefined;
  /** Authentication context classes of which one will do. */
  readonly acr?: readonly string[] | undefined;
  /** When it was asked, in milliseconds since 1970. */
  readonly askedAt?: number | undefined;
}

/** Is the login that an ID token speaks of as recent and as strong as the client asked? OpenID Connect Core §3.1.2.1, §3.1.3.7 (12, 13) */
export function loginAsAsked(claims: JsonObject, { maxAge, acr = [], askedAt = Infinity }: AskedLogin, now: number): Finding {
  const { auth_time: at, acr: named } = claims;
  if (acr.length > 0 && !(typeof named === 'string' && acr.includes(named)))
    return failed(`acr ${acr.join(' or ')}`, `acr ${shown(named)}`);
  if (maxAge === undefined) return passed(`acr ${shown(named)}`);
  const expected = `a login at most ${durationInWords(maxAge)} ago`;
  if (typeof at !== 'number') return failed(expected, 'no auth_time');
  const age = Math.floor(now / 1000) - at;
  if (!(age >= 0)) return failed(expected, `a login ${durationInWords(age)} from now`, 'the ID token tells of a login that is yet to come');
  // However long the user looked at the page behind it, a login that came after the question is a new one.
  return { passed: age <= maxAge || at >= Math.floor(askedAt / 1000), expected, received: `a login ${durationInWords(age)} ago` };
}
