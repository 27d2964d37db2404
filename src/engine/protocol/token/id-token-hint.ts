import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { shown, textClaim } from './claim-rules.ts';
import { signedByIssuer } from './id-token.ts';
import type { SignatureExpectations } from './id-token.ts';
import { takeApart } from './token-parts.ts';

/** The session that a browser is in. */
export interface HintedSession {
  readonly sub: string;
  readonly sid: string;
}

const EXPECTED = 'an ID token of this session';

/**
 * Does an ID token that was issued here stand for the session of this browser? That it has expired is
 * no fault: it only says who was logged in. RP-Initiated Logout §2, §4
 * @param session undefined where nobody is logged in in this browser
 */
export async function hintOfSession(
  hint: string | undefined,
  session: HintedSession | undefined,
  expectations: SignatureExpectations & { readonly issuer: string },
): Promise<Finding> {
  if (hint === undefined) return failed(EXPECTED, 'no id_token_hint');
  const parts = takeApart(hint);
  const signed = await signedByIssuer(parts, expectations);
  if (!signed.passed) return failed(EXPECTED, `a hint that was not issued here: ${signed.received ?? 'not signed'}`);
  const { claims, header } = parts;
  if (typeof header?.['typ'] === 'string' && header['typ'].toUpperCase() !== 'JWT') return failed(EXPECTED, `typ ${shown(header['typ'])}`);
  if (claims?.['iss'] !== expectations.issuer) return failed(EXPECTED, `iss ${shown(claims?.['iss'])}`);
  if (!session) return passed('an ID token, and nobody is logged in', EXPECTED);
  const sid = textClaim(claims, 'sid');
  const same = textClaim(claims, 'sub') === session.sub && (sid === undefined || sid === session.sid);
  return same ? passed(EXPECTED, EXPECTED) : failed(EXPECTED, 'an ID token of another session');
}
