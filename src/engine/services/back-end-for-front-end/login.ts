import { field, queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { issuerResponseMatches, stateMatches } from '../../protocol/authorization/authorization-response.ts';
import { eachSentOnce } from '../../protocol/message/sent-once.ts';
import { flowEndsWhereItBegan } from '../../protocol/relying-party/flow-session.ts';
import { returnIsLocal } from '../../protocol/relying-party/return-address.ts';
import { beginLogin } from '../relying-party/begin-login.ts';
import { redeemCode } from '../relying-party/redeem.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { page, refused, seeOther } from './answers.ts';
import type { Handler } from './handler.ts';
import { cookieOf, isAlive, setCookie } from '../relying-party/cookies.ts';
import { randomText } from './memory.ts';
import { endSession } from './proxy.ts';

/** Begins a login: the browser is given a flow of its own and sent to the issuer. RFC 6749 §4.1.1; RFC 9700 §4.7 */
export const begin: Handler = async (request, { config, memory, span }) => {
  span.plan('rp.return-local');
  const returnTo = field(queryFields(request.url), 'return') ?? '/';
  if (!span.check('rp.return-local', returnIsLocal(returnTo))) return refused(span, 400, 'That address is not in this app.');
  const { clientId } = config.registration;
  const id = randomText(span, 16);
  const {
    state,
    nonce = '',
    codeVerifier = '',
    address,
  } = await beginLogin({ ...config.registration, random: span.random, now: span.now });
  memory.flows.set(state, { id, state, nonce, codeVerifier, returnTo, begunAt: span.now() });
  return seeOther(address, [setCookie(clientId, 'flow', id, span)]);
};

/**
 * Takes the issuer's answer: only one to a login begun here, in this very browser, gives a session.
 * RFC 6749 §4.1.2; RFC 9207 §2.4; draft-ietf-oauth-security-topics-update §2.3
 */
export const callback: Handler = async (request, context): Promise<HttpResponse> => {
  const { config, memory, span } = context;
  span.plan('http.parameter-once', 'rp.state', 'rp.flow-session', 'rp.issuer-response');
  const fields = queryFields(request.url);
  const state = field(fields, 'state');
  const known = state === undefined ? undefined : memory.flows.get(state);
  const alive = known && isAlive('flow', known.begunAt, span) ? known : undefined;
  const { clientId } = config.registration;
  const cookie = cookieOf(request, clientId, 'flow', span);
  const own = [...memory.flows.values()].find(({ id, begunAt }) => id === cookie && isAlive('flow', begunAt, span));
  const flow = alive ?? (span.isOff('rp.state') ? own : undefined);

  const verdict = createFirstRefusal(span);
  verdict.check('http.parameter-once', eachSentOnce(fields));
  // A state is this browser's: one that another began a login with is as good as none. RFC 9700 §4.7
  verdict.check('rp.state', stateMatches(state, own?.state));
  verdict.check('rp.flow-session', flowEndsWhereItBegan(cookie, flow?.id));
  verdict.check('rp.issuer-response', issuerResponseMatches(field(fields, 'iss'), config.registration.issuer, config.issuerPromised));
  // An answer is one or the other: what comes beside an error is no code of this login. RFC 6749 §4.1.2.1
  const code = field(fields, 'error') === undefined ? field(fields, 'code') || undefined : undefined;
  if (verdict.refused !== undefined || !flow)
    return refused(span, 400, 'This answer does not belong to a login you began here. Start again.');
  memory.flows.delete(flow.state);
  if (code === undefined) return refused(span, 400, 'The login did not happen. Start again.');

  const redeemed = await redeemCode({ code, codeVerifier: flow.codeVerifier, nonce: flow.nonce }, config.registration, span);
  if ('refused' in redeemed) return refused(span, 400, 'The login could not be finished. Start again.');
  // Whoever was logged in in this browser before is not any more.
  await endSession(request, context);
  const { sub, sid, name } = redeemed.claims;
  const session = {
    id: randomText(span, 24),
    sub: typeof sub === 'string' ? sub : '',
    sid: typeof sid === 'string' ? sid : undefined,
    name: typeof name === 'string' ? name : '',
    begunAt: span.now(),
    tokens: redeemed.tokens,
  };
  memory.sessions.set(session.id, session);
  const cookies = [setCookie(clientId, 'session', session.id, span), setCookie(clientId, 'flow', '', span)];
  // The code leaves the address bar and the history before the page can load anything. RFC 9700 §4.3.1
  return span.duty('rp.callback-clean', '303 to an address without the code')
    ? seeOther(flow.returnTo, cookies)
    : page(span, 200, 'You are logged in.', cookies);
};
