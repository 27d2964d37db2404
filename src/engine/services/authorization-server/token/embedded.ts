import { base64url } from '../../../http/encoding.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { formatScope, parseScope } from '../../../protocol/authorization/scope.ts';
import { textClaim } from '../../../protocol/token/claim-rules.ts';
import type { Client } from '../client/registration.ts';
import type { Context } from '../context.ts';
import { issueAccessToken } from './access-token.ts';

/**
 * Puts tokens for the APIs behind the first one into the claims of its token, so that it can call on and ask nobody.
 * Each names its one API, opens no more than was granted, says which service acts, and ends with the authorization.
 * It is bound to no key of the client, which never sends it. RFC 8693 §4.1; RFC 9700 §2.3
 */
export async function embedTokens(context: Context, client: Client, claims: JsonObject, family: string | undefined): Promise<JsonObject> {
  const embedded: Record<string, string> = {};
  for (const { resource, scope, actor } of client.embeds ?? []) {
    const granted = parseScope(textClaim(claims, 'scope')).filter((one) => scope.includes(one));
    if (granted.length === 0) continue;
    const inner = { ...claims, aud: resource, scope: formatScope(granted), jti: base64url(context.span.random(12)), act: { sub: actor } };
    const plain: Client = { ...client, accessTokenFormat: 'jwt' };
    embedded[resource] = (await issueAccessToken({ ...context, confirmation: undefined }, plain, inner, { family })).access_token;
  }
  return Object.keys(embedded).length === 0 ? claims : { ...claims, embedded };
}
