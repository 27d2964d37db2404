import { API_KEY_HEADER } from '../message/api-key.ts';
import type { PresentedApiKey } from '../message/api-key.ts';
import { equalInConstantTime } from '../constant-time.ts';
import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Is the key kept out of the URL, which logs, histories and referrers remember? OWASP API2:2023; ASVS 14.2.1 */
export function apiKeyNotInUrl(found: readonly PresentedApiKey[]): Finding {
  const inUrl = found.some(({ place }) => place === 'query');
  return { passed: !inUrl, expected: `the key in ${API_KEY_HEADER}`, received: inUrl ? 'a key in the URL' : 'no key in the URL' };
}

/** What a rule needs to know of a key. `until` in milliseconds since 1970. */
interface KnownKey {
  readonly id: string;
  readonly key: string;
  readonly until?: number | undefined;
}

/**
 * Is there one key, was it given out, and is it still in use? While a key is being replaced, the old
 * and the new one are both good until the old one's time is up. Every known key is compared, so that
 * time tells nothing. The finding names the key by its id; `key` is the first one that was recognized, good or not. OWASP API2:2023
 */
export function apiKeyInUse<Known extends KnownKey>(
  found: readonly PresentedApiKey[],
  known: readonly Known[],
  now: number,
): { readonly finding: Finding; readonly key?: Known | undefined } {
  const expected = 'one key that is in use';
  const [key] = known.filter((one) => equalInConstantTime(one.key, found[0]?.key ?? ''));
  if (found.length !== 1) return { finding: failed(expected, `${found.length} keys`, 'the request brings more than one API key'), key };
  if (!key) return { finding: failed(expected, 'a key that was given to nobody', 'the API key was given to nobody') };
  if (key.until === undefined) return { finding: passed(`the key ${key.id}`, expected), key };
  const left = durationInWords((key.until - now) / 1000);
  return now < key.until
    ? { finding: passed(`the key ${key.id}, good for another ${left}`, expected), key }
    : { finding: failed(expected, `the key ${key.id}, rotated out ${left} ago`, 'the API key was replaced by a new one'), key };
}

/** Does the route open what an app may see by its key alone? A key says which app is calling, and of a user nothing. OWASP API2:2023 */
export function apiKeyReaches(opens: 'user' | 'app'): Finding {
  return {
    passed: opens === 'app',
    expected: 'a credential of a user, where a route opens user data',
    received: opens === 'app' ? 'a route that opens no user data' : 'the key of an app, at a route that opens user data',
  };
}
