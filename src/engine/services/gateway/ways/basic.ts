import { bringChecks } from '../../../checks/catalogue.ts';
import { callerChecks } from '../../../checks/resource-server/caller.ts';
import { throttleChecks } from '../../../checks/authorization-server/throttle.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { basicUserMatches } from '../../../protocol/caller/basic-user.ts';
import { fewFailures, recentFailures, secondsToWait } from '../../../protocol/client/throttle.ts';
import type { FailureLimit } from '../../../protocol/client/throttle.ts';
import { refusal } from '../../resource-server/refusal.ts';
import type { Call, Caller } from '../call.ts';
import type { GatewayMemory } from '../memory.ts';
import { basicChallenge } from './challenges.ts';

bringChecks(callerChecks);
bringChecks(throttleChecks);

/** Wrong passwords for one user name, before the gateway looks at no more of them. RFC 6749 §10.10 */
const LIMIT: FailureLimit = { failures: 5, seconds: 300 };

/** The longest user name that is counted by itself. */
const LONGEST_NAME = 100;

/**
 * Counts a wrong password. A right one takes nothing off the count, and one that came too early is
 * not counted: a guesser may neither hide between two calls of the owner nor keep the owner out.
 * @returns the seconds to wait, where the password may not be tried now
 */
function throttle({ span }: Call, failures: GatewayMemory['wrongPasswords'], user: string, wrong: boolean): number | undefined {
  const now = span.now();
  const recent = recentFailures(failures.get(user) ?? [], LIMIT, now);
  if (!span.check('login.throttle', fewFailures(recent, LIMIT))) return secondsToWait(recent, LIMIT, now);
  if (wrong) failures.set(user, [...recent, now].slice(-LIMIT.failures));
  return undefined;
}

/** A user name and a password with every request. Nobody has delegated less, so the caller may do all that the user may. RFC 7617 §2 */
export async function judgeBasic(call: Call): Promise<Caller | HttpResponse> {
  const { request, span, context, memory } = call;
  span.plan('login.throttle', 'gateway.basic');
  const { accounts, accountScopes } = await call.data();
  const { finding, user = '', named } = basicUserMatches(request, accounts);
  // What names nobody is a guess at no password.
  const failures = named ? memory.wrongPasswords : memory.wrongNames;
  const wait = throttle(call, failures, user.slice(0, LONGEST_NAME), !finding.passed && user !== '');
  const matches = span.check('gateway.basic', finding);
  if (wait !== undefined) {
    const refused = refusal('login.throttle', context, { status: 429 });
    return { ...refused, headers: [...refused.headers, ['Retry-After', String(wait)]] };
  }
  if (!matches) return refusal('gateway.basic', context, { status: 401, challenge: basicChallenge(context) });
  const sub = user === '' ? 'nobody' : user;
  return {
    way: 'basic',
    name: `user ${sub}`,
    scopes: accountScopes,
    claims: {
      sub,
      client_id: context.realm,
      department: named?.department ?? '',
      tenant: named?.tenant ?? '',
      roles: named?.roles ?? [],
      auth_time: Math.floor(span.now() / 1000),
      amr: ['pwd'],
    },
  };
}
