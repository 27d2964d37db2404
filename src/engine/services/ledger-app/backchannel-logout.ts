import { bringChecks } from '../../checks/catalogue.ts';
import { logoutTokenChecks } from '../../checks/authorization-server/logout.ts';
import { field, parseForm } from '../../http/form.ts';
import { mediaType } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { failed } from '../../protocol/finding.ts';
import { textClaim } from '../../protocol/token/claim-rules.ts';
import { validateLogoutToken } from '../../protocol/token/logout-token.ts';
import type { Span } from '../../trace/span.ts';
import { BoundedMap, forgetWhere } from '../bounded-map.ts';
import type { LedgerConfig } from './callback.ts';

bringChecks(logoutTokenChecks);

/** Logout tokens a client remembers. */
const MOST_LOGOUT_TOKENS = 200;

function answer(span: Span, status: number, body: string): HttpResponse {
  const noStore = span.duty('http.no-store', 'Cache-Control: no-store') ? ([['Cache-Control', 'no-store']] as const) : [];
  return { status, headers: [['Content-Type', 'application/json'], ...noStore], body };
}

/**
 * Takes a logout token, and ends the session it names. A session that is not here any more is ended
 * already. Back-Channel Logout §2.5 to §2.8
 */
export async function backchannelLogout(
  request: HttpRequest,
  span: Span,
  { issuer, clientId, keySet, memory }: LedgerConfig,
): Promise<HttpResponse> {
  span.plan('rp.logout-token');
  const token = mediaType(request) === 'application/x-www-form-urlencoded' ? field(parseForm(request.body), 'logout_token') : undefined;
  const seen = (memory.logoutTokens ??= new BoundedMap<string, number>(MOST_LOGOUT_TOKENS));
  forgetWhere(seen, (until) => until <= span.now());
  const found = token === undefined ? undefined : await keySet?.keysFor(token, span);
  const known = !found?.refresh || span.check('jwt.key-refresh', found.refresh);
  const { finding, claims } =
    token === undefined
      ? { finding: failed('a logout_token in a form', 'none', 'the logout token is missing'), claims: {} }
      : await validateLogoutToken(token, {
          issuer,
          clientId,
          keys: found?.keys ?? [],
          algorithms: ['RS256'],
          now: span.now(),
          leewaySeconds: 30,
          usedBefore: (jti) => seen.has(jti),
        });
  if (!span.check('rp.logout-token', finding) || !known) return answer(span, 400, '{"error":"invalid_request"}');
  const [sub, sid, jti, exp] = [textClaim(claims, 'sub'), textClaim(claims, 'sid'), textClaim(claims, 'jti'), claims['exp']];
  // Beyond its end and the leeway a token is refused for its age, so nothing has to be remembered then.
  if (jti !== undefined && typeof exp === 'number') seen.set(jti, (exp + 60) * 1000);
  const { session } = memory;
  const named = sub !== undefined || sid !== undefined;
  if (session && named && (sub === undefined || sub === session.sub) && (sid === undefined || sid === session.sid)) {
    session.end();
    memory.session = undefined;
    memory.received = undefined;
  }
  return answer(span, 200, '{}');
}
