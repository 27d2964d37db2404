import type { Finding } from '../finding.ts';

/** Is the token still good, or was it ended before its time? RFC 7009 §2.1 */
export function notRevoked(revoked: boolean): Finding {
  return { passed: !revoked, expected: 'a token that was not revoked', received: revoked ? 'a revoked token' : 'one that was not' };
}
