import type { JsonObject } from '../../../http/strict-json.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import type { Context } from '../context.ts';

/** The members of a token response that give an access token. RFC 6749 §5.1 */
export interface IssuedAccessToken {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
}

/** How a token of this request is to be sent: with proofs where it is bound to a DPoP key. RFC 9449 §5; RFC 8705 §3 */
export function tokenType({ confirmation }: Context): IssuedAccessToken['token_type'] {
  return confirmation?.jkt === undefined ? 'Bearer' : 'DPoP';
}

/** The claims of a token, bound to what its request has proven. RFC 7800 §3.1; RFC 9449 §6.1 */
export function boundClaims(claims: JsonObject, { confirmation }: Context): JsonObject {
  return confirmation ? { ...claims, cnf: confirmation } : claims;
}

/** A JWT access token of these claims, bound to what its request has proven. RFC 9068 §2 */
export async function signAccessToken(context: Context, claims: JsonObject): Promise<IssuedAccessToken> {
  const key = context.config.keys.current().accessToken;
  const { alg, kid } = key;
  const token = await signCompact({ alg, typ: 'at+jwt', kid }, boundClaims(claims, context), key);
  return { access_token: token, token_type: tokenType(context) };
}
