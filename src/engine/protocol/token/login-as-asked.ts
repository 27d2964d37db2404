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
}

/** Is the login that an ID token speaks of as recent and as strong as the client asked? OpenID Connect Core §3.1.3.7 (12, 13) */
export function loginAsAsked(claims: JsonObject, { maxAge, acr = [] }: AskedLogin, now: number): Finding {
  const { auth_time: at, acr: named } = claims;
  if (acr.length > 0 && !(typeof named === 'string' && acr.includes(named)))
    return failed(`acr ${acr.join(' or ')}`, `acr ${shown(named)}`);
  if (maxAge === undefined) return passed(`acr ${shown(named)}`);
  const expected = `a login at most ${durationInWords(maxAge)} ago`;
  if (typeof at !== 'number') return failed(expected, 'no auth_time');
  const age = Math.floor(now / 1000) - at;
  return { passed: age <= maxAge, expected, received: `a login ${durationInWords(age)} ago` };
}
