import type { Field } from '../../../http/form.ts';
import { durationInWords } from '../../../protocol/duration.ts';
import { failed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';

/** Seconds a pushed request can be used: long enough for a redirect, too short to be passed around. RFC 9126 §2.2 */
export const PUSHED_LIFETIME = 60;

/** How every request URI begins that is given here. RFC 9126 §2.2 */
export const REQUEST_URI = 'urn:ietf:params:oauth:request_uri:';

/** An authorization request that its client has pushed. `at` in milliseconds since 1970. RFC 9126 §2.2 */
export interface PushedRequest {
  readonly clientId: string;
  /** The parameters of the request, without what proved the client. */
  readonly fields: readonly Field[];
  readonly at: number;
  /** Kept after its use, so that a second one is noticed. */
  used: boolean;
}

/** Is this request URI one that was pushed here? RFC 9126 §4; RFC 9101 §10.4 */
export function requestUriPushed(uri: string, stored: PushedRequest | undefined): Finding {
  const expected = 'a request_uri that was given here';
  return stored ? { passed: true, expected, received: uri } : failed(expected, uri);
}

/** Is this the first use of a pushed request, in time? RFC 9126 §4, §7.3 */
export function requestUriOnce({ used, at }: PushedRequest, now: number): Finding {
  const age = (now - at) / 1000;
  const expected = `a request_uri not used yet, pushed in the last ${durationInWords(PUSHED_LIFETIME)}`;
  if (used) return failed(expected, 'one that was used before', 'the request_uri was used before');
  return age < PUSHED_LIFETIME
    ? { passed: true, expected, received: `its first use, ${durationInWords(age)} after the push` }
    : failed(expected, `one that was pushed ${durationInWords(age)} ago`, 'the request_uri is too old');
}
