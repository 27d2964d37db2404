import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { mediaType } from '../../http/message.ts';
import { matchPath, rawPath, rawQuery } from '../../http/path.ts';
import type { Finding } from '../../protocol/finding.ts';
import { ownHeaderSent } from '../../protocol/relying-party/own-header.ts';
import { pathInNormalForm } from '../../protocol/message/request-path.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { giveBack, refreshTokens } from '../relying-party/redeem.ts';
import { json, refusedCall, seeOther, sessionChallenge } from './answers.ts';
import type { BackEndConfig, BackEndContext, Handler } from './handler.ts';
import { cookieOf, isAlive, setCookie } from '../relying-party/cookies.ts';
import type { BackEndSession } from './memory.ts';

/** Where the page's own script calls the APIs. */
export const API_PREFIX = '/api';

/** A token is renewed when fewer milliseconds than this are left of it. */
const RENEW_BEFORE = 30_000;

function sessionOf(request: HttpRequest, { config, memory, span }: BackEndContext): BackEndSession | undefined {
  const session = memory.sessions.get(cookieOf(request, config.registration.clientId, 'session', span) ?? '');
  return session && isAlive('session', session.begunAt, span) ? session : undefined;
}

function hasSession(session: BackEndSession | undefined): Finding {
  return { passed: session !== undefined, expected: 'the cookie of a session here', received: session ? 'that cookie' : 'no session' };
}

/** Who is logged in, and nothing that a script could carry away. draft-ietf-oauth-browser-based-apps §6.1.2.3 */
export const whoIsLoggedIn: Handler = (request, context) => {
  const { span } = context;
  span.plan('gateway.credential');
  const session = sessionOf(request, context);
  if (!span.check('gateway.credential', hasSession(session)) || !session) return refusedCall(span, 401, 'Log in first.');
  const { sub, name, tokens } = session;
  const kept = span.duty('rp.tokens-in-back-end', 'the name of the user, and no token');
  return json(span, 200, { sub, name, ...(kept ? {} : { access_token: tokens.accessToken }) });
};

/** Ends the session that a browser brings, and gives its tokens back. RFC 7009 §1 */
export async function endSession(request: HttpRequest, context: BackEndContext): Promise<void> {
  const { config, memory, span } = context;
  const id = cookieOf(request, config.registration.clientId, 'session', span) ?? '';
  const session = memory.sessions.get(id);
  memory.sessions.delete(id);
  if (session) await giveBack((await session.renewal) ?? session.tokens, config.registration, span);
}

/** Ends the session here, with its tokens; the issuer's own session goes on. */
export const logout: Handler = async (request, context) => {
  const { config, span } = context;
  span.plan('rp.csrf-header');
  if (!span.check('rp.csrf-header', ownHeaderSent(request))) return refusedCall(span, 403, 'The call came from another page.');
  await endSession(request, context);
  return seeOther('/', [setCookie(config.registration.clientId, 'session', '', span)]);
};

function listed(url: string, path: string, { apiPaths }: BackEndConfig): Finding {
  const known = apiPaths.some((pattern) => matchPath(pattern, path) !== undefined);
  return { passed: known && pathInNormalForm(url).passed, expected: `one of [${apiPaths.join(', ')}]`, received: path };
}

/** Calls that come at once share one renewal: a refresh token sent twice would end the login. RFC 9700 §4.14.2 */
async function tokenOf(session: BackEndSession, { config, span }: BackEndContext): Promise<string> {
  if (session.tokens.expiresAt - span.now() < RENEW_BEFORE) {
    session.renewal ??= refreshTokens(session.tokens, config.registration, span).finally(() => {
      session.renewal = undefined;
    });
    session.tokens = (await session.renewal) ?? session.tokens;
  }
  return session.tokens.accessToken;
}

async function onward(request: HttpRequest, target: string, token: string, { span }: BackEndContext): Promise<HttpResponse> {
  const type = mediaType(request);
  const { status, headers, body } = await span.fetch({
    method: request.method,
    url: target,
    headers: [
      ['Accept', 'application/json'],
      ...(type === undefined ? [] : ([['Content-Type', type]] as const)),
      ['Authorization', `Bearer ${token}`],
    ],
    body: request.body,
  });
  const kept = new Set(['content-type', 'cache-control', 'retry-after']);
  return { status, headers: [...headers.filter(([name]) => kept.has(name.toLowerCase())), ...sessionChallenge(status)], body };
}

/**
 * Passes a call of the page on to an API and adds the token that the page never has: only calls of the
 * app's own page, only to APIs on the list. draft-ietf-oauth-browser-based-apps §6.1.2.4, §6.1.3.6
 */
export const proxy: Handler = async (request, context) => {
  const { config, span } = context;
  span.plan('rp.csrf-header', 'gateway.credential', 'rp.proxy-target');
  const session = sessionOf(request, context);
  const path = rawPath(request.url).slice(API_PREFIX.length);
  const verdict = createFirstRefusal(span);
  verdict.check('rp.csrf-header', ownHeaderSent(request));
  verdict.check('gateway.credential', hasSession(session));
  verdict.check('rp.proxy-target', listed(request.url, path, config));
  // Resolved as a careless back end would: a path such as `//evil.test/` then names another host.
  const target = URL.parse(path + rawQuery(request.url), config.api);
  if (verdict.refused === 'rp.csrf-header') return refusedCall(span, 403, 'The call came from another page.');
  if (verdict.refused === 'gateway.credential' || !session) return refusedCall(span, 401, 'Log in first.');
  if (verdict.refused !== undefined || !target) return refusedCall(span, 404, 'This app calls no such API.');
  try {
    return await onward(request, target.href, await tokenOf(session, context), context);
  } catch {
    return refusedCall(span, 502, 'The API does not answer.');
  }
};
