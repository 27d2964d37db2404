import { equalInConstantTime } from '../constant-time.ts';
import type { Finding } from '../finding.ts';

/**
 * Does a login end in the browser that began it? draft-ietf-oauth-security-topics-update §2.3
 * @param cookie what the browser was given when it began a login
 * @param flow what the browser was given that began this login, if one did
 */
export function flowEndsWhereItBegan(cookie: string | undefined, flow: string | undefined): Finding {
  const same = flow !== undefined && cookie !== undefined && equalInConstantTime(cookie, flow);
  return {
    passed: same,
    expected: 'the browser that began this login',
    received: same ? 'that browser' : cookie === undefined ? 'a browser that began no login' : 'a browser that began another login',
  };
}
