import { bringChecks } from '../../../checks/catalogue.ts';
import { federationChecks } from '../../../checks/relying-party/federation.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { acrKnown } from '../../../protocol/authentication/login-strength.ts';
import { accountByEmail } from '../../../protocol/naive/account-by-email.ts';
import { accountOf } from '../../../protocol/relying-party/account-key.ts';
import { textClaim } from '../../../protocol/token/claim-rules.ts';
import { receiveCallback } from '../../ledger-app/callback.ts';
import { judgeLogin } from '../../ledger-app/judge-login.ts';
import { redeemCode } from '../../relying-party/redeem.ts';
import { enterSession, goOn, loggedInFor } from '../authorize/login/login.ts';
import { loggedInPage, loginPage } from '../authorize/pages.ts';
import type { Context, Endpoint } from '../context.ts';
import { sessionCookie, sessionOf } from '../cookie.ts';
import { errorPage } from '../page.ts';
import type { User } from '../client/registration.ts';
import { text } from '../respond.ts';
import type { Login } from '../store.ts';
import { linkName, offerLink } from './link.ts';
import { waitingFor } from './waiting.ts';

bringChecks(federationChecks);

/** How long a login elsewhere may take, in milliseconds. */
const FLOW_LIFETIME = 600_000;

/** The account here of whoever logged in elsewhere, by issuer and subject. OpenID Connect Core §5.7 */
function findAccount(issuer: string, claims: JsonObject, { span, config, store }: Context): User | undefined {
  const sub = textClaim(claims, 'sub');
  const own = sub === undefined ? undefined : store.links.get(linkName({ issuer, sub }))?.user;
  const linked = config.users.find(
    (user) => user.sub === own || user.linked?.some((account) => account.issuer === issuer && account.sub === sub),
  );
  if (!span.check('rp.account-key', accountOf(issuer, sub, linked?.sub))) return undefined;
  return span.isOff('rp.account-key') ? (accountByEmail(config.users, claims['email']) ?? linked) : linked;
}

/** What the other issuer says of the login is what tokens say here, as far as it is said in classes that are known here. OpenID Connect Core §2 */
function loginOf({ sub }: User, { auth_time: at, acr, amr }: JsonObject, now: number): Omit<Login, 'sid'> {
  return {
    sub,
    at: typeof at === 'number' ? Math.min(at * 1000, now) : now,
    acr: typeof acr === 'string' && acrKnown([acr]) ? acr : undefined,
    amr: Array.isArray(amr) ? amr.filter((method) => typeof method === 'string') : undefined,
  };
}

/**
 * Takes the answer of the other identity provider as any relying party does: this browser's state,
 * the issuer that was asked, the code, every rule of the ID token. Then it looks for the account.
 * OpenID Connect Core §3.1.2.7, §3.1.3.7; RFC 9207 §2.4
 */
export const federationCallback: Endpoint = async (request, context): Promise<HttpResponse> => {
  const { span, store, config } = context;
  const { upstream } = config;
  if (!upstream) return text(404, 'There is nothing at this address.');
  // As it was asked: what its metadata says by now counts for the next login.
  const registration = store.provider?.registration ?? (await upstream.registration());
  const session = sessionOf(request, context);
  const kept = store.federations.get(session?.id ?? '');
  const flow = kept && span.now() - kept.at < FLOW_LIFETIME ? kept : undefined;
  const { issuer, clientId } = registration;
  const memory = flow?.memory ?? {};
  const received = receiveCallback(request, span, {
    issuer,
    clientId,
    issuerPromised: store.provider?.promised ?? upstream.issuerPromised,
    memory,
  });
  span.plan('rp.account-key');
  if (received.refused || !session || !flow || !memory.begun)
    return errorPage(span, 400, 'invalid_request', 'This answer does not belong to a login that was begun here. Start again at the app.');
  store.federations.delete(session.id);
  const pending = waitingFor(flow.pendingId, context);
  // The user came back without having logged in there, and may still do it here.
  if (received.code === undefined) return loginPage(context, pending, session, false);

  const { codeVerifier = '', nonce = '', login } = memory.begun;
  const redeemed = await redeemCode({ code: received.code, codeVerifier, nonce }, registration, span);
  if ('refused' in redeemed || (login && !judgeLogin(redeemed.claims, login, span)))
    return errorPage(span, 400, 'access_denied', 'What the other identity provider said could not be accepted. Start again at the app.');
  const user = findAccount(issuer, redeemed.claims, context);
  const sub = textClaim(redeemed.claims, 'sub');
  if (!user && sub !== undefined) return offerLink(context, session, { account: { issuer, sub }, pendingId: pending?.id, at: span.now() });
  if (!user) return errorPage(span, 400, 'access_denied', 'No account here belongs to that login.');

  const renewed = await enterSession(context, session, loginOf(user, redeemed.claims, span.now()));
  const cookie = sessionCookie(renewed, context);
  if (!pending) return loggedInPage(context, user.sub, [cookie]);
  loggedInFor(pending, renewed, context);
  return goOn(request, context, pending, cookie);
};
