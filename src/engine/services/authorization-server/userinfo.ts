import type { HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { ACCESS_TOKEN_CHECKS, validateAccessToken } from '../../protocol/token/access-token.ts';
import type { AccessTokenExpectations, JudgedToken } from '../../protocol/token/access-token.ts';
import { audienceIncludes, notExpired, textClaim } from '../../protocol/token/claim-rules.ts';
import { notRevoked } from '../../protocol/token/revocation.ts';
import { bearerFromRequest, bearerInOnePlace, bearerNotInQuery, bearerPresented } from '../../protocol/message/bearer.ts';
import { boundCertificate } from '../../protocol/token/confirmation.ts';
import { parseScope, scopeIncludes } from '../../protocol/authorization/scope.ts';
import { late } from '../late.ts';
import { createFirstRefusal, isConstrained, withNonce } from '../resource-server/bearer-token.ts';
import { byTokenAlg } from '../by-token-alg.ts';
import { claimsOf } from './claims-of-user.ts';
import { findClient } from './client/clients.ts';
import type { Endpoint } from './context.ts';
import { ownAddresses } from './own-addresses.ts';
import { privateJson } from './respond.ts';
import { keptToken } from './token/kept-token.ts';

const refuse = late(async () => (await import('./userinfo-refusal.ts')).refuseUserinfo);
const refuseSender = late(async () => (await import('./userinfo-refusal.ts')).refuseSender);
const judgeCertificate = late(async () => (await import('../mutual-tls/judge-certificate.ts')).judgeCertificate);
const judgeSender = late(async () => (await import('../dpop/judge-sender.ts')).judgeSender);

/** A token by reference is what is kept of it: nothing in it can be wrong, it can only be over. RFC 6749 §1.4 */
function judgeKept(claims: JsonObject, expectations: AccessTokenExpectations): JudgedToken {
  return {
    claims,
    findings: [
      { check: 'jwt.audience', finding: audienceIncludes(claims, expectations.audience) },
      { check: 'jwt.expiry', finding: notExpired(claims, expectations) },
    ],
  };
}

/** UserInfo: who the token is about, for a client that asked for `openid`. OpenID Connect Core §5.3; RFC 9449 §7 */
export const userinfo: Endpoint = async (request, context) => {
  const { span, config, store } = context;
  span.plan('gateway.credential', 'bearer.one-place', 'bearer.not-in-query', ...ACCESS_TOKEN_CHECKS, 'jwt.not-revoked', 'userinfo.scope');
  const found = bearerFromRequest(request);
  const [first] = found;
  const credential = span.check('gateway.credential', bearerPresented(request, found));
  if (!first) return refuse(context, 'Bearer', 401);
  const onePlace = span.check('bearer.one-place', bearerInOnePlace(request, found));
  const noQuery = span.check('bearer.not-in-query', bearerNotInQuery(request));

  const keys = config.keys.verifying(span.now());
  const expectations = {
    issuer: config.issuer,
    audience: config.resources[0],
    algorithms: [...new Set(keys.map(({ alg }) => alg))],
    keys,
    byTokenAlg,
    // It issued the token itself, by the same clock.
    leewaySeconds: 0,
    now: span.now(),
  };
  const kept = keptToken(context, first.token);
  const { findings, claims } = kept
    ? judgeKept(kept.claims, expectations)
    : await validateAccessToken(first.token, expectations, (id) => span.isOff(id));
  const verdict = createFirstRefusal(span);
  for (const { check, finding } of findings) verdict.check(check, finding);
  verdict.check('jwt.not-revoked', notRevoked(store.revoked.has(claims)));
  const { refused } = verdict;
  const { scheme, token } = first;
  const sender = { request, token, scheme, claims, urls: ownAddresses(request, '/userinfo', config) };
  const nonce = isConstrained(first, claims) ? await judgeSender(sender, store.proofs, span, verdict) : undefined;
  const certificate = boundCertificate(claims);
  if (certificate !== undefined) await judgeCertificate(request, certificate, verdict);
  const text = claims?.['scope'];
  const scope = parseScope(typeof text === 'string' ? text : undefined);
  const openid = span.check('userinfo.scope', scopeIncludes(scope, 'openid'));

  const respond = async (): Promise<HttpResponse> => {
    if (!credential || !onePlace || !noQuery)
      return refuse(context, scheme, 400, 'invalid_request', 'The token is sent once, well formed, and not in the URL.');
    if (refused !== undefined) return refuse(context, scheme, 401, 'invalid_token', 'The access token is not valid.');
    if (verdict.refused !== undefined) return refuseSender(context, scheme, verdict.refused);
    if (!openid) return refuse(context, scheme, 403, 'insufficient_scope', 'The access token does not hold the scope openid.');
    const user = config.users.find(({ sub }) => sub === claims?.['sub']);
    if (!user) return refuse(context, scheme, 401, 'invalid_token', 'The access token is about nobody who is known here.');
    const named = store.userinfoClaims.get(textClaim(claims, 'jti') ?? '');
    const client = await findClient(context, textClaim(claims, 'client_id'));
    return privateJson(span, 200, { sub: user.sub, ...claimsOf(user, scope, named, client) });
  };
  return withNonce(await respond(), nonce);
};
