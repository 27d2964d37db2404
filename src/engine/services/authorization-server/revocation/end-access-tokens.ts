import { bringChecks } from '../../../checks/catalogue.ts';
import { revocationChecks } from '../../../checks/authorization-server/revocation.ts';
import { textClaim } from '../../../protocol/token/claim-rules.ts';
import type { Context } from '../context.ts';
import type { AccessTokenRecord, RefreshFamily } from '../store.ts';
import { TOKEN_LIFETIME } from '../token/claims.ts';
import { tellResourceServers } from './tell-resource-servers.ts';
import { takeBackClient, takeBackToken } from '../../resource-server/revocation/take-back.ts';

bringChecks(revocationChecks);

/** Ends access tokens before their time: here, and at the resource servers. One that was taken back before is not told of again. RFC 7009 §2 */
export async function endTokens(context: Context, records: readonly AccessTokenRecord[]): Promise<void> {
  const { span, store } = context;
  const open = records.filter(({ claims }) => !store.revoked.has(claims));
  for (const { claims } of open) {
    const { exp } = claims;
    const jti = textClaim(claims, 'jti');
    const client_id = textClaim(claims, 'client_id');
    if (jti !== undefined && typeof exp === 'number') takeBackToken(store.revoked, { jti, exp, client_id }, span.now());
  }
  await tellResourceServers(context, { tokens: open });
}

/** Ends everything that a client was given up to now. */
export async function endAllOfClient(context: Context, clientId: string): Promise<void> {
  const { span, store } = context;
  const iat = Math.floor(span.now() / 1000);
  const client = { client_id: clientId, iat, exp: iat + TOKEN_LIFETIME };
  takeBackClient(store.revoked, client, span.now());
  store.lost.delete(clientId);
  await tellResourceServers(context, { clients: [client] });
}

/**
 * Where a client was given more in five minutes than is kept here, nobody can tell which of it came of an
 * authorization that has ended. Then all of it ends, as none of that may live.
 */
export async function endLostTokens(context: Context, clientIds: Iterable<string>): Promise<void> {
  const { span, store } = context;
  for (const clientId of [...clientIds]) {
    if ((store.lost.get(clientId) ?? 0) <= span.now()) continue;
    if (span.duty('revocation.cascade', 'all that the client was given ended as well')) await endAllOfClient(context, clientId);
  }
}

/**
 * Ends every access token that came of an authorization, where that authorization has ended. What
 * is left out here goes on until it expires. RFC 7009 §2.1
 */
export async function endAccessTokens(context: Context, family: RefreshFamily): Promise<void> {
  const { span, store } = context;
  const open = [...store.accessTokens.values()].filter(({ family: id, claims }) => id === family.id && !store.revoked.has(claims));
  if (!span.duty('revocation.cascade', `${open.length} ${open.length === 1 ? 'access token' : 'access tokens'} ended as well`)) return;
  await endTokens(context, open);
  await endLostTokens(context, [family.clientId]);
}
