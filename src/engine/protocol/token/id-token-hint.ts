import type { JsonObject } from '../../http/strict-json.ts';
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

type HintExpectations = SignatureExpectations & { readonly issuer: string };

/** The claims of a hint that was issued here as an ID token; else what is wrong with it, in words. */
async function issuedHere(
  hint: string,
  expectations: HintExpectations,
): Promise<{ readonly claims: JsonObject } | { readonly fault: string }> {
  const parts = takeApart(hint);
  const signed = await signedByIssuer(parts, expectations);
  if (!signed.passed) return { fault: `a hint that was not issued here: ${signed.received ?? 'not signed'}` };
  const { claims = {}, header } = parts;
  const typ = header?.['typ'];
  if (typ !== undefined && (typeof typ !== 'string' || typ.toUpperCase() !== 'JWT')) return { fault: `typ ${shown(typ)}` };
  return claims['iss'] === expectations.issuer ? { claims } : { fault: `iss ${shown(claims['iss'])}` };
}

/** Whom an ID token that comes as a hint names, where it was issued here. That it has expired is no fault. OpenID Connect Core §3.1.2.1 */
export async function subjectOfHint(
  hint: string,
  expectations: HintExpectations,
): Promise<{ readonly finding: Finding; readonly sub?: string | undefined }> {
  const expected = 'an ID token that was issued here';
  const judged = await issuedHere(hint, expectations);
  if ('fault' in judged) return { finding: failed(expected, judged.fault, 'the id_token_hint is no ID token of this server') };
  const sub = textClaim(judged.claims, 'sub');
  return { finding: passed(sub, expected), sub };
}

/**
 * Does an ID token that was issued here stand for the session of this browser? That it has expired is
 * no fault: it only says who was logged in. RP-Initiated Logout §2, §4
 * @param session undefined where nobody is logged in in this browser
 */
export async function hintOfSession(
  hint: string | undefined,
  session: HintedSession | undefined,
  expectations: HintExpectations,
): Promise<Finding> {
  if (hint === undefined) return failed(EXPECTED, 'no id_token_hint');
  const judged = await issuedHere(hint, expectations);
  if ('fault' in judged) return failed(EXPECTED, judged.fault);
  if (!session) return passed('an ID token, and nobody is logged in', EXPECTED);
  const sid = textClaim(judged.claims, 'sid');
  const same = textClaim(judged.claims, 'sub') === session.sub && (sid === undefined || sid === session.sid);
  return same ? passed(EXPECTED, EXPECTED) : failed(EXPECTED, 'an ID token of another session');
}
