import { base64url } from '../http/encoding.ts';
import type { JsonObject } from '../http/strict-json.ts';
import { ACR } from '../protocol/authentication/acr.ts';
import { parseScope } from '../protocol/authorization/scope.ts';
import { signCompact } from '../protocol/token/jws.ts';
import { accessTokenClaims } from '../services/authorization-server/token/claims.ts';
import { CLIENTS } from './clients.ts';
import { ACCESS_TOKEN_KEY } from './keys/keys.ts';
import { GATEWAY, ISSUER } from './parties.ts';
import { USERS } from './users.ts';
import type { World } from './world.ts';

/** What an access token minted without a message should say; the rest is as the authorization server would have it. */
export interface MintedClaims {
  readonly sub: string;
  readonly scope: string;
  readonly clientId?: string;
  readonly audience?: string;
  /** A token for an API further on, carried in a claim for the API that is called, which acts with it. */
  readonly embeds?: { readonly audience: string; readonly scope: string } | undefined;
}

/**
 * An access token as the authorization server would have issued it at this moment, without a message.
 * @throws {RangeError} for a user that the landscape does not have
 */
export async function mintAccessToken(
  world: Pick<World, 'clock' | 'random'>,
  { sub, scope, clientId = CLIENTS.ledger.id, audience = GATEWAY, embeds }: MintedClaims,
): Promise<string> {
  const user = USERS.find((known) => known.sub === sub);
  if (!user) throw new RangeError(`There is no user ${sub}.`);
  const facts = {
    issuer: ISSUER,
    subject: user,
    clientId,
    scope: parseScope(scope),
    audience,
    id: base64url(world.random(12)),
    now: world.clock.now(),
    authentication: { authTime: world.clock.now(), acr: ACR.password, amr: ['pwd'] },
  };
  const { alg, kid } = ACCESS_TOKEN_KEY;
  const sign = (claims: JsonObject): Promise<string> => signCompact({ alg, typ: 'at+jwt', kid }, claims, ACCESS_TOKEN_KEY);
  if (!embeds) return sign(accessTokenClaims(facts));
  const actor = CLIENTS.invoices.id;
  const inside = { ...facts, clientId: actor, scope: parseScope(embeds.scope), audience: embeds.audience, id: base64url(world.random(12)) };
  const embedded = { [embeds.audience]: await sign({ ...accessTokenClaims(inside), act: { sub: actor } }) };
  return sign({ ...accessTokenClaims(facts), embedded });
}
