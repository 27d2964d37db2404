import { acrToName } from '../../../../protocol/authentication/acr.ts';
import { isJsonObject, parseStrictJson } from '../../../../http/strict-json.ts';
import { findClient } from '../../client/clients.ts';
import type { Context } from '../../context.ts';
import type { AuthorizationParameters, Login } from '../../store.ts';
import { tokenResponse } from '../../token/issue.ts';

/** Members of a token response, in the order of RFC 6749 §4.2.2, and what asks for each. OpenID Connect Core §3.2.2.5 */
const MEMBERS = [
  ['access_token', 'token'],
  ['token_type', 'token'],
  ['expires_in', 'token'],
  ['scope', 'token'],
  ['id_token', 'id_token'],
] as const;

/**
 * Tokens as parameters of an authorization response: the retired implicit flow, which is given only
 * where its check is off. There is no refresh token in it. RFC 6749 §4.2; RFC 9700 §2.1.2
 */
export async function frontChannelTokens(
  context: Context,
  parameters: AuthorizationParameters,
  { sub, at, acr, amr, sid }: Login,
): Promise<(readonly [string, string])[]> {
  const client = await findClient(context, parameters.clientId);
  const user = context.config.users.find((known) => known.sub === sub);
  if (!client || !user) return [['error', 'server_error']];
  const { body } = await tokenResponse(context, {
    client,
    subject: user,
    scope: parameters.scope,
    resources: parameters.resources,
    claims: parameters.claims,
    nonce: parameters.nonce,
    authTime: at,
    acr: acrToName(acr, parameters.acr),
    amr,
    sid,
  });
  const parsed = parseStrictJson(body);
  const issued = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  return MEMBERS.flatMap(([member, asked]) => {
    const value = issued[member];
    const given = (typeof value === 'string' || typeof value === 'number') && parameters.retired?.includes(asked);
    return given ? [[member, String(value)] as const] : [];
  });
}
