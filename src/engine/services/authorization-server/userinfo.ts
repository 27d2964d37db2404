import { bearerChallenge } from '../../http/challenge.ts';
import type { HttpResponse } from '../../http/message.ts';
import { ACCESS_TOKEN_CHECKS, validateAccessToken } from '../../protocol/token/access-token.ts';
import { bearerFromRequest, bearerInOnePlace, bearerNotInQuery, bearerPresented } from '../../protocol/message/bearer.ts';
import { parseScope, scopeIncludes } from '../../protocol/authorization/scope.ts';
import { textClaim } from '../../protocol/token/claim-rules.ts';
import { claimsOf } from './claims-of-user.ts';
import { findClient } from './clients.ts';
import type { Context, Endpoint } from './context.ts';
import { privateJson } from './respond.ts';
import { publicJwk } from './signing-key.ts';

const REALM = 'UserInfo';

type BearerError = 'invalid_request' | 'invalid_token' | 'insufficient_scope';

/** RFC 6750 §3.1: the error, and nothing but the realm where no credential came. */
function refuse({ span }: Context, status: 400 | 401 | 403, error?: BearerError, description?: string): HttpResponse {
  const scope = error === 'insufficient_scope' ? 'openid' : undefined;
  const challenge = bearerChallenge({ realm: REALM, error, error_description: description, scope });
  return privateJson(span, status, error === undefined ? {} : { error, error_description: description }, [['WWW-Authenticate', challenge]]);
}

/** UserInfo: who the token is about, for a client that asked for `openid`. OpenID Connect Core §5.3 */
export const userinfo: Endpoint = async (request, context) => {
  const { span, config, store } = context;
  span.plan('gateway.credential', 'bearer.one-place', 'bearer.not-in-query', ...ACCESS_TOKEN_CHECKS, 'userinfo.scope');
  const found = bearerFromRequest(request);
  const [first] = found;
  const credential = span.check('gateway.credential', bearerPresented(request, found));
  if (!first) return refuse(context, 401);
  const onePlace = span.check('bearer.one-place', bearerInOnePlace(request, found));
  const noQuery = span.check('bearer.not-in-query', bearerNotInQuery(request));

  const expectations = {
    issuer: config.issuer,
    audience: config.resources[0],
    algorithms: [config.accessTokenKey.alg, config.idTokenKey.alg],
    keys: [publicJwk(config.accessTokenKey), publicJwk(config.idTokenKey)],
    // It issued the token itself, by the same clock.
    leewaySeconds: 0,
    now: span.now(),
  };
  const judged = await validateAccessToken(first.token, expectations, (id) => span.isOff(id));
  // `every` would stop at the first failure; all findings are reported.
  const valid = judged.findings.filter(({ check, finding }) => !span.check(check, finding)).length === 0;
  const text = judged.claims?.['scope'];
  const scope = parseScope(typeof text === 'string' ? text : undefined);
  const openid = span.check('userinfo.scope', scopeIncludes(scope, 'openid'));

  if (!credential || !onePlace || !noQuery)
    return refuse(context, 400, 'invalid_request', 'The token is sent once, well formed, and not in the URL.');
  const user = config.users.find(({ sub }) => sub === judged.claims?.['sub']);
  if (!valid || !user) return refuse(context, 401, 'invalid_token', 'The access token is not valid.');
  if (!openid) return refuse(context, 403, 'insufficient_scope', 'The access token does not hold the scope openid.');
  const named = store.userinfoClaims.get(textClaim(judged.claims, 'jti') ?? '');
  const client = findClient(context, textClaim(judged.claims, 'client_id'));
  return privateJson(span, 200, { sub: user.sub, ...claimsOf(user, scope, named, client) });
};
