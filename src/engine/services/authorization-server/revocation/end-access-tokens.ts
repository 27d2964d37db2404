import { bringChecks } from '../../../checks/catalogue.ts';
import { revocationChecks } from '../../../checks/authorization-server/revocation.ts';
import type { Context } from '../context.ts';
import type { RefreshFamily } from '../store.ts';
import { tellResourceServers } from './tell-resource-servers.ts';

bringChecks(revocationChecks);

/**
 * Ends every access token that came of an authorization, where that authorization has ended. What
 * is left out here goes on until it expires. RFC 7009 §2.1
 */
export async function endAccessTokens(context: Context, family: RefreshFamily): Promise<void> {
  const { span, store } = context;
  const open = [...store.accessTokens.values()].filter((token) => token.family === family.id && !token.revoked);
  if (!span.duty('revocation.cascade', `${open.length} ${open.length === 1 ? 'access token' : 'access tokens'} ended as well`)) return;
  for (const token of open) token.revoked = true;
  await tellResourceServers(context, open);
}
