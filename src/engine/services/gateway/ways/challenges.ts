import { formatChallenge } from '../../../http/challenge.ts';
import type { RefusalContext } from '../../resource-server/refusal.ts';

/** Asks for a user name and a password, in UTF-8. RFC 7617 §2, §2.1 */
export function basicChallenge({ realm }: RefusalContext): string {
  return formatChallenge({
    scheme: 'Basic',
    parameters: [
      ['realm', realm],
      ['charset', 'UTF-8'],
    ],
  });
}

/**
 * Asks for an API key. A 401 has to hold a challenge (RFC 9110 §15.5.2) and no specification registers
 * a scheme for keys, so this one is the gateway's own.
 */
export function apiKeyChallenge({ realm }: RefusalContext): string {
  return formatChallenge({ scheme: 'ApiKey', parameters: [['realm', realm]] });
}
