import { bringChecks } from '../../../checks/catalogue.ts';
import { callerChecks } from '../../../checks/resource-server/caller.ts';
import { base64url } from '../../../http/encoding.ts';
import { formatScope, parseScope } from '../../../protocol/authorization/scope.ts';
import { signCompact } from '../../../protocol/token/jws.ts';
import type { Call, Caller } from '../call.ts';

// What came is left behind where this token goes in its place: `gateway.strip-credential`.
bringChecks(callerChecks);

/** Seconds an inner token can be used: long enough for the calls that follow from one request. */
const LIFETIME = 60;

/** What the APIs decide on. A key that the caller has proved here is not passed on: nobody behind could ask for the proof. RFC 9068 §2.2 */
const SAID = ['sub', 'client_id', 'department', 'tenant', 'roles', 'acr', 'amr', 'auth_time', 'act'];

/**
 * A token by which the APIs know the caller, whatever the credential was outside. The gateway signs it
 * as an issuer of its own, which the APIs trust and nobody outside does. Undefined where the gateway
 * has no key. RFC 9068 §2
 */
export async function innerToken(call: Call, { claims, scopes }: Caller): Promise<string | undefined> {
  const { span, config, route } = call;
  const { innerKey } = await call.data();
  if (!innerKey) return undefined;
  // For another API it opens what the route asks for, and no more, as a token that was exchanged would. RFC 9700 §2.3
  const wanted = route.audience === undefined || route.scope === undefined ? undefined : parseScope(route.scope);
  const seconds = Math.floor(span.now() / 1000);
  const said = Object.fromEntries(SAID.flatMap((name) => (claims[name] === undefined ? [] : [[name, claims[name]]])));
  const own = {
    iss: config.resource,
    aud: route.audience ?? config.resource,
    exp: seconds + LIFETIME,
    iat: seconds,
    jti: base64url(span.random(12)),
    scope: formatScope(scopes.filter((scope) => wanted?.includes(scope) ?? true)),
  };
  return signCompact({ alg: innerKey.alg, typ: 'at+jwt', kid: innerKey.kid }, { ...said, ...own }, innerKey);
}
