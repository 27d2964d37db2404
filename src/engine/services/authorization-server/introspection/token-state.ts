import type { CheckId } from '../../../checks/catalogue.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { formatScope } from '../../../protocol/authorization/scope.ts';
import { ACCESS_TOKEN_CHECKS, validateAccessToken } from '../../../protocol/token/access-token.ts';
import { audiencesOf, notExpired } from '../../../protocol/token/claim-rules.ts';
import { notRevoked } from '../../../protocol/token/revocation.ts';
import { byTokenAlg } from '../../by-token-alg.ts';
import { keptToken } from '../token/kept-token.ts';
import type { Context } from '../context.ts';
import { consentStands, refreshTokenAlive, refreshTokenEnds, refreshTokenUnused } from '../token/refresh-state.ts';

/** What is known of a token that somebody presents. */
export interface TokenState {
  readonly live: boolean;
  /** What may be told of it; claims of a token that is not live are not to be believed. RFC 7662 §2.2 */
  readonly members: JsonObject;
  /** Who may know: those that serve one of these resources, or the one client that holds it. */
  readonly audiences: readonly string[];
  readonly holder?: string | undefined;
}

/** The checks of an access token that do not depend on who asks, in order; for `span.plan`. */
export const STATE_CHECKS: readonly CheckId[] = [...ACCESS_TOKEN_CHECKS.filter((check) => check !== 'jwt.audience'), 'jwt.not-revoked'];

function refreshTokenState(token: string, { span, store, config }: Context): TokenState | undefined {
  const record = store.refreshTokens.get(token);
  const family = record && store.families.get(record.family);
  if (!family) return undefined;
  const results = [
    span.check('token.refresh-lifetime', refreshTokenAlive(token, family, span.now())),
    span.check('token.refresh-once', refreshTokenUnused(record, family)),
    span.check('token.grant-alive', consentStands(family)),
  ];
  return {
    live: results.every(Boolean),
    audiences: [],
    holder: family.clientId,
    members: {
      iss: config.issuer,
      sub: family.sub,
      client_id: family.clientId,
      scope: formatScope(family.scope),
      iat: Math.floor(family.lastUsedAt / 1000),
      exp: Math.floor(refreshTokenEnds(family) / 1000),
    },
  };
}

function told(claims: JsonObject, { config }: Context): JsonObject {
  const user = config.users.find(({ sub }) => sub === claims['sub']);
  const { cnf } = claims;
  const bound = typeof cnf === 'object' && cnf !== null && 'jkt' in cnf;
  return { ...claims, ...(user ? { username: user.sub } : {}), token_type: bound ? 'DPoP' : 'Bearer' };
}

/**
 * Whether a token is live, whatever kind of token it is, and what it says. Each rule it is judged by
 * is reported, so that the record shows why a token is not live; the answer never does. RFC 7662 §2.2
 */
export async function stateOfToken(token: string, context: Context): Promise<TokenState> {
  const { span, config, store } = context;
  const refresh = refreshTokenState(token, context);
  if (refresh) return refresh;

  const kept = keptToken(context, token);
  const keys = config.keys.verifying(span.now());
  const expectations = {
    issuer: config.issuer,
    audience: '',
    algorithms: [...new Set(keys.map(({ alg }) => alg))],
    keys,
    byTokenAlg,
    leewaySeconds: 0,
    now: span.now(),
  };
  const { findings, claims = {} } = kept
    ? { claims: kept.claims, findings: [{ check: 'jwt.expiry' as const, finding: notExpired(kept.claims, expectations) }] }
    : await validateAccessToken(token, expectations, (id) => span.isOff(id));
  const own = findings.filter(({ check }) => check !== 'jwt.audience');
  // `every` would stop at the first failure; all findings are reported.
  const valid = own.filter(({ check, finding }) => !span.check(check, finding)).length === 0;
  const unrevoked = span.check('jwt.not-revoked', notRevoked(store.revoked.has(claims)));
  return { live: valid && unrevoked, members: told(claims, context), audiences: audiencesOf(claims) };
}
