import { equalInConstantTime } from '../constant-time.ts';
import { compared, failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/**
 * Is this the `state` that this browser's request was sent with? RFC 6749 §10.12; RFC 9700 §4.7
 * @param answered whether an answer with it was taken before: it counts once. RFC 9700 §2.1
 */
export function stateMatches(received: string | undefined, kept: string | undefined, answered = false): Finding {
  if (kept === undefined)
    return failed('a login that this browser began', received === undefined ? 'no state' : 'a state this browser never sent');
  if (answered) return failed('a state that was not used before', received ?? 'no state', 'that login was answered before');
  return { passed: received !== undefined && equalInConstantTime(received, kept), expected: kept, received: received ?? 'no state' };
}

/**
 * Does the authorization response come from the issuer that was asked? RFC 9207 §2.4
 * @param advertised whether that issuer's metadata promises `iss`, so that its absence is a failure too
 */
export function issuerResponseMatches(received: string | undefined, asked: string, advertised: boolean): Finding {
  if (received === undefined && !advertised) return passed('no iss, and none was promised', asked);
  return compared(asked, received);
}

/** Does a message come from a window of the issuer's own origin? RFC 9700 §4.17.2 */
export function messageFrom(origin: string, issuer: string): Finding {
  return compared(URL.parse(issuer)?.origin ?? issuer, origin);
}

/** Does the metadata document name the issuer it was fetched for? RFC 8414 §3.3 */
export function metadataIssuerMatches(received: unknown, asked: string): Finding {
  return compared(asked, typeof received === 'string' ? received : undefined);
}

/** Is the UserInfo response about the subject of the ID token? OpenID Connect Core §5.3.2 */
export function userinfoSubjectMatches(received: unknown, subject: string): Finding {
  return compared(subject, typeof received === 'string' ? received : undefined);
}

/** Was this form made for the session it is sent back in? The finding never holds the values. */
export function formTokenMatches(received: string | undefined, kept: string | undefined): Finding {
  const same = received !== undefined && kept !== undefined && equalInConstantTime(received, kept);
  const came = same ? 'that value' : received === undefined ? 'a form without one' : 'a value of no page shown here';
  return { passed: same, expected: 'the value put into this session\u2019s form', received: came };
}
