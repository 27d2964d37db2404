import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/**
 * Does the request name itself once, by a key under which nothing was handled before? Without a key,
 * nobody can tell a second payment from the first one sent again. RFC 6819 §4.6.2
 * @param keys every value of `Idempotency-Key`
 * @param handled what an earlier request with the first of them led to
 */
export function handledOnce(keys: readonly string[], handled: string | undefined): Finding {
  const expected = 'an Idempotency-Key of its own';
  const [key] = keys;
  if (key === undefined) return failed(expected, 'no Idempotency-Key', 'the request names no Idempotency-Key');
  if (keys.length > 1) return failed(expected, `${keys.length} of them`, 'the request names more than one Idempotency-Key');
  if (!/^[\x21-\x7E]{1,100}$/.test(key)) return failed(expected, 'a malformed key', 'the Idempotency-Key is not 1 to 100 plain characters');
  return handled === undefined ? passed('a new key', expected) : failed(expected, `the key of ${handled}`);
}
