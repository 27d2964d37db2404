import { bringChecks } from '../../../checks/catalogue.ts';
import { revocationChecks } from '../../../checks/authorization-server/revocation.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { problem } from '../../../http/problem.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { noticeFromIssuer, revokedIn } from '../../../protocol/token/revocation-notice.ts';
import type { NoticeExpectations } from '../../../protocol/token/revocation-notice.ts';
import type { Span } from '../../../trace/span.ts';
import type { KeySet } from '../key-set.ts';
import type { RevokedTokens } from './revoked-tokens.ts';
import { takeBackClient, takeBackToken } from './take-back.ts';

bringChecks(revocationChecks);

/** What a resource server takes a notice by. */
export interface NoticePolicy extends Pick<NoticeExpectations, 'issuer' | 'audience' | 'leewaySeconds'> {
  readonly keys: KeySet;
  readonly revoked: RevokedTokens;
}

/** Takes a notice of the issuer and refuses the tokens it names from now on. Told again, nothing changes. RFC 7009 §3 */
export async function takeNotice({ method, body }: HttpRequest, policy: NoticePolicy, span: Span): Promise<HttpResponse> {
  if (!span.check('http.method', { passed: method === 'POST', expected: 'POST', received: method }))
    return problem(405, { detail: 'This address takes POST.' }, [['Allow', 'POST']]);
  const { issuer, audience, leewaySeconds, keys, revoked } = policy;
  const known = await keys.keysFor(body, span);
  const expectations = { issuer, audience, leewaySeconds, algorithms: ['Ed25519', 'RS256'], keys: known.keys, now: span.now() };
  if (!span.check('revocation.notice', await noticeFromIssuer(body, expectations)))
    return problem(400, { detail: 'Only the issuer says which tokens were revoked.' });
  const { tokens, clients } = revokedIn(decodeCompact(body)?.claims, issuer);
  for (const token of tokens) takeBackToken(revoked, token, span.now());
  for (const client of clients) takeBackClient(revoked, client, span.now());
  return { status: 202, headers: [], body: '' };
}
