import { bringChecks } from '../../checks/catalogue.ts';
import { logoutTokenChecks } from '../../checks/authorization-server/logout.ts';
import { parseForm } from '../../http/form.ts';
import { mediaType } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed } from '../../protocol/finding.ts';
import { textClaim } from '../../protocol/token/claim-rules.ts';
import { validateLogoutToken } from '../../protocol/token/logout-token.ts';
import type { Span } from '../../trace/span.ts';
import { BoundedMap, forgetWhere } from '../bounded-map.ts';
import type { KeySet } from '../resource-server/key-set.ts';

bringChecks(logoutTokenChecks);

/** Logout tokens a client remembers. */
const MOST_LOGOUT_TOKENS = 200;

/** Seconds by which the clocks of issuer and client may differ. */
const LEEWAY = 30;

/** What a client needs to be told of a logout. Back-Channel Logout §2.2 */
export interface LogoutListener {
  readonly issuer: string;
  readonly clientId: string;
  /** The issuer's public keys. */
  readonly keySet?: KeySet | undefined;
  readonly memory: LogoutMemory;
  /** Ends the sessions that the logout token names. Back-Channel Logout §2.7 */
  readonly end: (named: (session: AppSession) => boolean) => void;
}

/** What a client remembers of logouts. */
export interface LogoutMemory {
  /** Logout tokens that were taken, by `jti`: until when they count, in milliseconds since 1970. Back-Channel Logout §2.6 */
  logoutTokens?: Map<string, number> | undefined;
}

/** Whom a session at a client is of, and by which session at the issuer. Back-Channel Logout §2.1 */
interface AppSession {
  readonly sub: string;
  readonly sid?: string | undefined;
}

/** Those of a user, of a session at the issuer, or of both where both are named. Back-Channel Logout §2.4, §2.7 */
function namedBy(claims: JsonObject): (session: AppSession) => boolean {
  const [sub, sid] = [textClaim(claims, 'sub'), textClaim(claims, 'sid')];
  const named = sub !== undefined || sid !== undefined;
  return (session) => named && (sub === undefined || sub === session.sub) && (sid === undefined || sid === session.sid);
}

function answer(span: Span, status: number, body: string): HttpResponse {
  const noStore = span.duty('http.no-store', 'Cache-Control: no-store') ? ([['Cache-Control', 'no-store']] as const) : [];
  return { status, headers: [['Content-Type', 'application/json'], ...noStore], body };
}

/** The one logout token of a request. Back-Channel Logout §2.5 */
function tokenIn(request: HttpRequest): string | undefined {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') return undefined;
  const [token, second] = parseForm(request.body).flatMap(([name, value]) => (name === 'logout_token' ? [value] : []));
  return second === undefined ? token : undefined;
}

/**
 * Takes a logout token, and ends the sessions it names. A session that is not here any more is ended
 * already. Back-Channel Logout §2.5 to §2.8
 */
export async function backchannelLogout(
  request: HttpRequest,
  span: Span,
  { issuer, clientId, keySet, memory, end }: LogoutListener,
): Promise<HttpResponse> {
  span.plan('rp.logout-token');
  const token = tokenIn(request);
  const taken = (memory.logoutTokens ??= new BoundedMap<string, number>(MOST_LOGOUT_TOKENS));
  forgetWhere(taken, (until) => until <= span.now());
  const found = token === undefined ? undefined : await keySet?.keysFor(token, span);
  const known = !found?.refresh || span.check('jwt.key-refresh', found.refresh);
  const { finding, claims } =
    token === undefined
      ? { finding: failed('one logout_token in a form', 'none, or several', 'the logout token is missing'), claims: {} }
      : await validateLogoutToken(token, {
          issuer,
          clientId,
          keys: found?.keys ?? [],
          algorithms: ['RS256'],
          now: span.now(),
          leewaySeconds: LEEWAY,
          usedBefore: (jti) => taken.has(jti),
        });
  if (!span.check('rp.logout-token', finding) || !known) return answer(span, 400, '{"error":"invalid_request"}');
  const [jti, exp] = [textClaim(claims, 'jti'), claims['exp']];
  // Beyond its end and the leeway a token is refused for its age, so nothing has to be remembered then.
  if (jti !== undefined && typeof exp === 'number') taken.set(jti, (exp + 2 * LEEWAY) * 1000);
  end(namedBy(claims));
  return answer(span, 200, '{}');
}
