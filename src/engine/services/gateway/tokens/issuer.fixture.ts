import type { JsonObject } from '../../../http/strict-json.ts';
import { field, parseForm } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import { ACCESS_TOKEN_KEY } from '../../../world/keys/keys.ts';
import type { World } from '../../../world/world.ts';
import { GATEWAY, ISSUER } from '../../../world/parties.ts';

/** A token that says nothing by itself. */
export const REFERENCE = 'kVnR3tQ8zLw5YbXc1JfGmA7u';

/** What an issuer says of alice's token. */
export function aliceActive(world: World, changes: JsonObject = {}): JsonObject {
  const seconds = Math.floor(world.clock.now() / 1000);
  return {
    active: true,
    iss: ISSUER,
    sub: 'alice',
    aud: GATEWAY,
    client_id: 'dashboard',
    scope: 'invoice_read',
    exp: seconds + 300,
    iat: seconds,
    department: 'Finance',
    tenant: 'one',
    roles: [],
    ...changes,
  };
}

/** A verdict as the issuer signs it for the gateway. RFC 9701 §5 */
export async function signedVerdict(world: World, verdict: JsonObject, key = ACCESS_TOKEN_KEY): Promise<HttpResponse> {
  const claims = { iss: ISSUER, aud: 'gateway', iat: Math.floor(world.clock.now() / 1000), token_introspection: verdict };
  const { kid, alg } = ACCESS_TOKEN_KEY;
  const body = await signCompact({ typ: 'token-introspection+jwt', alg, kid }, claims, key);
  return { status: 200, headers: [['Content-Type', 'application/token-introspection+jwt']], body };
}

/** Puts other answers in the place of those of the issuer's introspection endpoint; the returned list grows with each token asked about. */
export function introspects(world: World, answer: (token: string) => HttpResponse | Promise<HttpResponse>): string[] {
  const asked: string[] = [];
  world.meddler = (given, request, from) => {
    if (from !== 'as' || !request.url.endsWith('/introspect')) return given;
    const token = field(parseForm(request.body), 'token') ?? '';
    asked.push(token);
    return answer(token);
  };
  return asked;
}
