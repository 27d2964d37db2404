import { equalInConstantTime } from '../constant-time.ts';
import type { Finding } from '../finding.ts';

/** Does the presented secret equal the registered one? The finding never holds either. RFC 6749 §2.3.1 */
export function clientSecretMatches(presented: string | undefined, registered: string | undefined): Finding {
  if (registered === undefined) return { passed: false, expected: 'a client that has a secret', received: 'a client without one' };
  if (presented === undefined) return { passed: false, expected: 'the registered secret', received: 'no secret' };
  const same = equalInConstantTime(presented, registered);
  return { passed: same, expected: 'the registered secret', received: same ? 'the registered secret' : 'another secret' };
}

/** Does the presented password equal the known one? An unknown user is compared all the same. RFC 6749 §10.10 */
export function passwordMatches(presented: string | undefined, known: string | undefined): Finding {
  const same = equalInConstantTime(presented ?? '', known ?? '\u0000');
  return {
    passed: same && known !== undefined,
    expected: 'the password of a known user',
    received: same ? 'that password' : 'a user and password that do not belong together',
  };
}
