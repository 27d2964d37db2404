import { isOuterHalf } from '../../../protocol/introspection/split-token.ts';
import type { JudgedToken } from '../../../protocol/token/access-token.ts';
import { findingsOf } from '../../resource-server/bearer-token.ts';
import type { Call } from '../call.ts';
import { introspect } from './introspect.ts';
import { joinHalves } from './split.ts';

/** What was found of a token, and the token by which the API can find the same, where there is one. */
export interface ReadToken {
  readonly judged: JudgedToken;
  readonly travels?: string | undefined;
}

/**
 * Reads a token that does not stand for itself: half of one, whose other half is kept here; a name for
 * claims that the issuer keeps; or a JWT on a route where the issuer is asked as well, because a JWT
 * that was revoked still verifies. RFC 7662 §2; RFC 9068 §5
 */
export async function readToken(call: Call, token: string): Promise<ReadToken> {
  const { config, verifier, span } = call;
  if (isOuterHalf(token)) {
    const { joined, judged } = await joinHalves(call, token);
    const whole = await findingsOf(joined, config, verifier, span);
    return { judged: { ...whole, findings: [...judged.findings, ...whole.findings] }, travels: joined };
  }
  if (!token.includes('.')) return { judged: await introspect(call, token) };
  const whole = await findingsOf(token, config, verifier, span);
  const asked = await introspect(call, token);
  return { judged: { ...whole, findings: [...whole.findings, ...asked.findings] }, travels: token };
}
