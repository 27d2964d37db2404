import { mediaType } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { audiencesOf, shown } from '../token/claim-rules.ts';
import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** The media type of an introspection response that is a signed JWT. RFC 9701 §4 */
export const SIGNED_RESPONSE = 'application/token-introspection+jwt';

/** What an issuer says of a token, or the finding that it said nothing that could be used. */
export type IntrospectionAnswer = { readonly finding: Finding; readonly verdict?: JsonObject; readonly signed?: string };

const EXPECTED = 'a verdict of the issuer';

/**
 * Reads the answer of an introspection endpoint: a JSON object in which `active` is a boolean, or a JWT
 * that is still to be verified. Everything else is no verdict. RFC 7662 §2.2, §2.3; RFC 9701 §5
 */
export function readIntrospection(answer: HttpResponse | undefined): IntrospectionAnswer {
  const reason = 'the issuer gave no verdict on the token';
  if (!answer) return { finding: failed(EXPECTED, 'no answer', reason) };
  if (answer.status !== 200) return { finding: failed(EXPECTED, `status ${answer.status}`, reason) };
  if (mediaType(answer) === SIGNED_RESPONSE) return { finding: passed('a signed verdict', EXPECTED), signed: answer.body };
  const parsed = parseStrictJson(answer.body);
  if (!parsed.ok) return { finding: failed(EXPECTED, `what is no JSON: ${parsed.reason}`, reason) };
  return isJsonObject(parsed.value) && typeof parsed.value['active'] === 'boolean'
    ? { finding: passed('a verdict', EXPECTED), verdict: parsed.value }
    : { finding: failed(EXPECTED, 'JSON without a boolean active', reason) };
}

/** What a verdict is compared with. `now` in milliseconds since 1970. */
export interface LiveExpectations {
  readonly issuer: string;
  /** The `aud` this resource server answers to. */
  readonly resource: string;
  readonly now: number;
}

/** Is the token active, for this resource server, and not past its time? RFC 7662 §2.2, §4 */
export function tokenLive(verdict: JsonObject | undefined, { issuer, resource, now }: LiveExpectations): Finding {
  const expected = `an active token for ${resource}`;
  if (verdict?.['active'] !== true) return failed(expected, 'a token that is not active');
  const { exp, nbf, iss, aud } = verdict;
  if (iss !== undefined && iss !== issuer) return failed(expected, `a token of ${shown(iss)}`, 'the token is of another issuer');
  if (aud !== undefined && !audiencesOf(verdict).includes(resource))
    return failed(expected, `a token for ${shown(aud)}`, 'the token is meant for someone else');
  const ended = exp !== undefined && !(typeof exp === 'number' && now < exp * 1000);
  if (ended || (typeof nbf === 'number' && now < nbf * 1000)) return failed(expected, 'an active token outside of its time');
  return passed('an active token', expected);
}

/** A verdict that was kept. Times in milliseconds since 1970. */
export interface KeptVerdict {
  readonly verdict: JsonObject;
  readonly askedAt: number;
  /** From when on it counts no longer. */
  readonly until: number;
}

/** Keeps a verdict for so many seconds, and never beyond the end of the token. RFC 7662 §4 */
export function keepVerdict(verdict: JsonObject, now: number, seconds: number): KeptVerdict {
  const { exp } = verdict;
  const end = typeof exp === 'number' ? exp * 1000 : Infinity;
  return { verdict, askedAt: now, until: Math.min(now + seconds * 1000, end) };
}

/** Is a kept verdict still inside its time? RFC 7662 §4 */
export function verdictInTime({ askedAt, until }: KeptVerdict, now: number): Finding {
  return {
    passed: now < until,
    expected: `a verdict of the last ${durationInWords((until - askedAt) / 1000)}`,
    received: `a verdict of ${durationInWords((now - askedAt) / 1000)} ago`,
  };
}
