import { bringChecks } from '../../../checks/catalogue.ts';
import { clientAssertionChecks } from '../../../checks/authorization-server/client-assertion.ts';
import { ASSERTION_CHECKS, assertionOnce, validateClientAssertion } from '../../../protocol/client/client-assertion.ts';
import { sha256 } from '../../../protocol/digest.ts';
import { textClaim } from '../../../protocol/token/claim-rules.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import type { JudgedCheck } from '../../../protocol/token/access-token.ts';
import { late } from '../../late.ts';
import type { FoundKeys, KeySet } from '../../resource-server/key-set.ts';
import type { Context } from '../context.ts';
import type { Proof } from './client-authentication.ts';

bringChecks(clientAssertionChecks);

/** Seconds by which a client's clock may differ. */
const LEEWAY = 30;

/** Assertions of one client that are remembered at once. More are refused: to forget one would be to let it come again. */
const MOST_REMEMBERED = 500;

/** The client's assertions that could still be used, the others forgotten. */
function remembered({ client, context: { store, span } }: Proof): Map<string, number> {
  const own = store.assertions.get(client.id) ?? new Map<string, number>();
  for (const [id, until] of own) if (until <= span.now()) own.delete(id);
  store.assertions.set(client.id, own);
  return own;
}

/** Reads the keys of a client again, by the same careful call as when it registered. RFC 7591 §5 */
const readKeysAgain = late<[string, KeySet, Context], FoundKeys>(() =>
  import('../register/client-keys.ts').then((part) => part.readKeysAgain),
);

/** The keys a client has registered, or publishes by now. OpenID Connect Core §10.1.1 */
async function keysOf({ client, value, context }: Proof): Promise<FoundKeys> {
  const keySet = context.store.registered.get(client.id)?.keySet;
  return keySet ? readKeysAgain(value, keySet, context) : { keys: client.jwks?.keys ?? [] };
}

/**
 * Authenticates a client by a JWT it signed. RFC 7523 §2.2, §3. An assertion is used up only where
 * all of it was right, so that a forged one cannot spend the id of a real one.
 */
export async function provesByAssertion(proof: Proof): Promise<boolean> {
  const { client, value, accepted, context } = proof;
  const { span, config } = context;
  span.plan(...ASSERTION_CHECKS);
  const claims = decodeCompact(value)?.claims;
  const id = await sha256(textClaim(claims, 'jti') ?? '');
  const { keys, refresh } = await keysOf(proof);
  const { findings, claims: read } = await validateClientAssertion(value, {
    issuer: config.issuer,
    clientId: client.id,
    keys,
    leewaySeconds: LEEWAY,
    now: span.now(),
  });
  // From here on nothing waits, so of two copies sent at once only one can be the first.
  const own = remembered(proof);
  const seen = own.has(id) ? 'seen before' : own.size < MOST_REMEMBERED ? 'new' : 'too many to remember';
  const all: JudgedCheck[] = [...findings, { check: 'client.assertion-once', finding: assertionOnce(read, seen) }];
  if (refresh) all.unshift({ check: 'jwt.key-refresh', finding: refresh });
  // `every` would stop at the first failure; all findings are reported.
  const proven = all.filter(({ check, finding }) => !span.check(check, finding)).length === 0;
  const exp = Number(claims?.['exp']);
  if (proven && accepted && Number.isFinite(exp) && own.size < MOST_REMEMBERED) own.set(id, (exp + LEEWAY) * 1000);
  return proven;
}
