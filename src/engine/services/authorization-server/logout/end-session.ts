import { bringChecks } from '../../../checks/catalogue.ts';
import { logoutChecks } from '../../../checks/authorization-server/logout.ts';
import { base64url } from '../../../http/encoding.ts';
import { FORM_TYPE, encodeForm } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { LOGOUT_EVENT } from '../../../protocol/token/logout-token.ts';
import { callOutside } from '../../outbound-call.ts';
import { findClient } from '../client/clients.ts';
import type { Context } from '../context.ts';
import { endedCookie, forgetSession } from '../cookie.ts';
import { page } from '../page.ts';
import { noStore } from '../respond.ts';
import { endAccessTokens, endLostTokens } from '../revocation/end-access-tokens.ts';
import { forgetCodes } from '../revocation/forget-codes.ts';
import type { Login, Session } from '../store.ts';

bringChecks(logoutChecks);

/** Seconds a logout token can be used: two minutes at most, says Back-Channel Logout §4 */
const LOGOUT_TOKEN_LIFETIME = 120;

function logoutToken({ config, span }: Context, clientId: string, { sub, sid }: Login): Promise<string> {
  const key = config.keys.current().idToken;
  const { alg, kid } = key;
  const now = Math.floor(span.now() / 1000);
  const claims = {
    iss: config.issuer,
    sub,
    aud: clientId,
    iat: now,
    exp: now + LOGOUT_TOKEN_LIFETIME,
    jti: base64url(span.random(12)),
    events: { [LOGOUT_EVENT]: {} },
    sid,
  };
  return signCompact({ alg, typ: 'logout+jwt', kid }, claims, key);
}

/** Tells one client that the session is over. One that cannot be reached changes nothing for the user. Back-Channel Logout §2.5 */
async function tell(context: Context, clientId: string, login: Login): Promise<void> {
  const url = (await findClient(context, clientId))?.backchannelLogoutUri;
  if (url === undefined || !context.span.duty('logout.clients-told', `a logout token to ${clientId}`)) return;
  const body = encodeForm([['logout_token', await logoutToken(context, clientId, login)]]);
  const { config, span, store } = context;
  const notice = { method: 'POST', url, headers: [FORM_TYPE], body };
  try {
    // An address that nobody has vetted is called with the care of all such addresses.
    if (store.registered.has(clientId)) await callOutside(notice, config.outboundOrigins ?? [], span);
    else await span.fetch(notice);
  } catch {
    // Nobody answers there. The session is over here all the same.
  }
}

/**
 * Ends what came of a login: its codes and all tokens of it, and the sessions that clients keep by it.
 * Back-Channel Logout §2.5, §2.7
 */
export async function endLogin(context: Context, login: Login): Promise<void> {
  const { store } = context;
  forgetCodes(store, ({ sid }) => sid === login.sid);
  for (const device of store.devices.values())
    if (device.answer?.sid === login.sid && !device.redeemed) device.answer = { ...device.answer, allowed: false };
  const ended = [...store.families.values()].filter(({ sid, revoked }) => sid === login.sid && !revoked);
  for (const family of ended) family.revoked = true;
  for (const clientId of store.relyingParties.get(login.sid) ?? []) await tell(context, clientId, login);
  store.relyingParties.delete(login.sid);
  for (const family of ended) await endAccessTokens(context, family);
  // A family of this session may be among what is not kept any more.
  await endLostTokens(context, store.lost.keys());
}

/**
 * Ends a session: its cookie, and what came of its login. Then the user goes where the client asked for, or
 * stays on a page that says so. RP-Initiated Logout §2, §3
 */
export async function endSession(context: Context, session: Session | undefined, returnTo: string | undefined): Promise<HttpResponse> {
  const { span, store } = context;
  if (session) forgetSession(store, session);
  if (session?.login) await endLogin(context, session.login);
  const cookies = session ? [endedCookie(context)] : [];
  if (returnTo === undefined)
    return page(span, 200, 'You are logged out', () => '<p>The session is over, here and at the apps.</p>', cookies);
  return { status: 303, headers: [['Location', returnTo], ...noStore(span), ...cookies], body: '' };
}
