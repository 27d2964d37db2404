import type { JsonObject } from '../../../http/strict-json.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { forgetWhere } from '../../bounded-map.ts';
import { late } from '../../late.ts';
import type { Context } from '../context.ts';
import type { Client } from '../client/registration.ts';
import type { Store } from '../store.ts';
import { unguessable } from '../unguessable.ts';

const sealForResource = late(async () => (await import('./sealed.ts')).sealForResource);

/** The members of a token response that give an access token. RFC 6749 §5.1 */
export interface IssuedAccessToken {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
}

/** How a token of this request is to be sent: with proofs where it is bound to a DPoP key. RFC 9449 §5; RFC 8705 §3 */
function tokenType({ confirmation }: Context): IssuedAccessToken['token_type'] {
  return confirmation?.jkt === undefined ? 'Bearer' : 'DPoP';
}

/** The claims of a token, bound to what its request has proven. RFC 7800 §3.1; RFC 9449 §6.1 */
function boundClaims(claims: JsonObject, { confirmation }: Context): JsonObject {
  return confirmation ? { ...claims, cnf: confirmation } : claims;
}

/** What the server knows of a user and an API does not need. */
function personalClaims({ config }: Context, sub: unknown): JsonObject {
  const user = config.users.find((known) => known.sub === sub);
  if (!user) return {};
  const { name, email, address, salary } = user;
  return {
    name,
    email,
    ...(address === undefined ? {} : { address: { formatted: address } }),
    ...(salary === undefined ? {} : { salary }),
  };
}

/** The oldest come first: where one is not over yet, hardly any behind it is, and each is judged by its own dates when it is used. */
function forgetExpired(tokens: Store['accessTokens'], now: number): void {
  for (;;) {
    const [id, issued] = tokens.stalest() ?? [];
    if (id === undefined || Number(issued?.claims['exp']) * 1000 > now) return;
    tokens.delete(id);
  }
}

/**
 * Issues an access token of these claims, bound to what its request has proven: by value or by
 * reference, as its client is registered. Remembers that it was issued. RFC 9068 §2; RFC 6749 §1.4
 * @param family the family of refresh tokens with which it ends
 * @param secret makes a token by reference
 */
export async function issueAccessToken(
  context: Context,
  client: Client,
  claims: JsonObject,
  { family, secret = unguessable(context) }: { readonly family?: string | undefined; readonly secret?: () => string } = {},
): Promise<IssuedAccessToken> {
  const { span, config, store } = context;
  const needed = span.duty('token.minimal-claims', 'only what APIs decide on');
  const said = boundClaims(needed ? claims : { ...claims, ...personalClaims(context, claims['sub']) }, context);
  const opaque = client.accessTokenFormat === 'opaque';
  const key = (client.accessTokenAlg && config.curveKey) ?? config.keys.current().accessToken;
  const signed = opaque ? secret() : await signCompact({ alg: key.alg, typ: 'at+jwt', kid: key.kid }, said, key);
  const token = client.accessTokenFormat === 'sealed' ? await sealForResource(context, signed, said['aud']) : signed;
  forgetExpired(store.accessTokens, span.now());
  store.accessTokens.set(opaque ? token : String(claims['jti']), { claims: said, opaque, family });
  if (token !== signed) {
    forgetWhere(store.sealedTokens, (id) => !store.accessTokens.has(id));
    store.sealedTokens.set(token, String(claims['jti']));
  }
  return { access_token: token, token_type: tokenType(context) };
}
