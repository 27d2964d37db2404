import { field, queryFields } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { deriveChallenge } from '../../protocol/authorization/pkce.ts';
import { issuerResponseMatches, stateMatches } from '../../protocol/authorization/authorization-response.ts';
import type { Finding } from '../../protocol/finding.ts';
import { equalInConstantTime } from '../../protocol/constant-time.ts';
import { eachSentOnce } from '../../protocol/message/sent-once.ts';
import { returnIsLocal } from '../../protocol/relying-party/return-address.ts';
import { redeemCode } from '../relying-party/redeem.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { page, refused, seeOther } from './answers.ts';
import type { Handler } from './handler.ts';
import { cookieOf, isAlive, randomText, setCookie } from './memory.ts';
import type { Flow } from './memory.ts';
import { endSession } from './proxy.ts';

/** Begins a login: the browser is given a flow of its own and sent to the issuer. RFC 6749 §4.1.1; RFC 9700 §4.7 */
export const begin: Handler = async (request, { config, memory, span }) => {
  span.plan('rp.return-local');
  const returnTo = field(queryFields(request.url), 'return') ?? '/';
  if (!span.check('rp.return-local', returnIsLocal(returnTo))) return refused(span, 400, 'That address is not in this app.');
  const { issuer, clientId, redirectUri, scope } = config.registration;
  const flow: Flow = {
    id: randomText(span, 16),
    state: randomText(span, 16),
    nonce: randomText(span, 16),
    codeVerifier: randomText(span, 32),
    returnTo,
    begunAt: span.now(),
  };
  memory.flows.set(flow.state, flow);
  const url = new URL(`${issuer}/authorize`);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state: flow.state,
    nonce: flow.nonce,
    code_challenge: await deriveChallenge(flow.codeVerifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return seeOther(url.href, [setCookie('flow', flow.id, span)]);
};

function endsWhereItBegan(cookie: string | undefined, flow: Flow | undefined): Finding {
  const same = flow !== undefined && cookie !== undefined && equalInConstantTime(cookie, flow.id);
  return {
    passed: same,
    expected: 'the browser that began this login',
    received: same ? 'that browser' : cookie === undefined ? 'a browser that began no login' : 'a browser that began another login',
  };
}

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
  const cookie = cookieOf(request, 'flow', span);
  const flow = alive ?? (span.isOff('rp.state') ? [...memory.flows.values()].find(({ id }) => id === cookie) : undefined);

  const verdict = createFirstRefusal(span);
  verdict.check('http.parameter-once', eachSentOnce(fields));
  verdict.check('rp.state', stateMatches(state, alive?.state));
  verdict.check('rp.flow-session', endsWhereItBegan(cookie, flow));
  verdict.check('rp.issuer-response', issuerResponseMatches(field(fields, 'iss'), config.registration.issuer, config.issuerPromised));
  const code = field(fields, 'code');
  if (verdict.refused !== undefined || !flow)
    return refused(span, 400, 'This answer does not belong to a login you began here. Start again.');
  memory.flows.delete(flow.state);
  if (code === undefined) return refused(span, 400, 'The login did not happen. Start again.');

  const redeemed = await redeemCode({ code, codeVerifier: flow.codeVerifier, nonce: flow.nonce }, config.registration, span);
  if ('refused' in redeemed) return refused(span, 400, 'The login could not be finished. Start again.');
  // Whoever was logged in in this browser before is not any more.
  await endSession(request, context);
  const { sub, name } = redeemed.claims;
  const session = {
    id: randomText(span, 24),
    sub: typeof sub === 'string' ? sub : '',
    name: typeof name === 'string' ? name : '',
    begunAt: span.now(),
    tokens: redeemed.tokens,
  };
  memory.sessions.set(session.id, session);
  const cookies = [setCookie('session', session.id, span), setCookie('flow', '', span)];
  // The code leaves the address bar and the history before the page can load anything. RFC 9700 §4.3.1
  return span.duty('rp.callback-clean', '303 to an address without the code')
    ? seeOther(flow.returnTo, cookies)
    : page(span, 200, 'You are logged in.', cookies);
};
