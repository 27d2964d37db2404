import { bringChecks } from '../../../checks/catalogue.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { limitChecks } from '../../../checks/resource-server/limit.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { problem } from '../../../http/problem.ts';
import { rateLimitFields } from '../../../http/rate-limit-fields.ts';
import { countAt, remaining, secondsLeft, withinLimits } from '../../../protocol/limit/call-limit.ts';
import type { CallCount, LimitPolicy } from '../../../protocol/limit/call-limit.ts';
import type { Call, Caller } from '../call.ts';

bringChecks(limitChecks);

/** The refusal of a call beyond a limit, where it is; and what every answer to the call says of the limits. */
export interface Limited {
  readonly refused?: HttpResponse | undefined;
  readonly fields: readonly Header[];
}

/** Under which name calls count on a policy. */
export function countName(party: string, policy: LimitPolicy): string {
  return `${party}|${policy.name}`;
}

/** A limit with its count, under the name of the party it counts. */
interface Counted extends CallCount {
  readonly name: string;
}

function tooMany(over: readonly CallCount[], now: number, fields: readonly Header[]): HttpResponse {
  const wait = Math.max(...over.map((count) => secondsLeft(count, now)));
  const names = over.map(({ policy }) => policy.name);
  return problem(
    429,
    {
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      detail: `Another call can be made in ${wait} s.`,
      'violated-policies': names,
    },
    [['Retry-After', String(wait)], ...fields],
  );
}

/**
 * Counts a call on the limits of its route and of the plan: those of a route by the caller, who would begin anew with
 * every key otherwise, those of a plan by the app whose it is. A refused call does not count: the limits are on work
 * that is done. RFC 6585 §4; RateLimit draft §5.1, §6
 */
export async function limit(call: Call, caller: Caller): Promise<Limited> {
  const { route, span, memory } = call;
  const { plans } = await call.data();
  const plan = caller.plan === undefined ? undefined : plans[caller.plan];
  const now = span.now();
  const current = (party: string, policy: LimitPolicy): Counted => {
    const name = countName(party, policy);
    return { ...countAt(policy, memory.counts.get(name), now), name };
  };
  const app = caller.app ?? caller.name;
  const rates = [...(plan ? [current(app, plan.rate)] : []), ...(route.rate ? [current(caller.name, route.rate)] : [])];
  // Asking how much is used uses nothing up.
  const quotas = plan && route.own !== 'usage' ? [current(app, plan.quota)] : [];
  const groups: readonly (readonly [CheckId, readonly CallCount[]])[] = [
    ['gateway.rate', rates],
    ['gateway.quota', quotas],
  ];
  const made = groups.filter(([, counts]) => counts.length > 0);
  span.plan(...made.map(([id]) => id));
  const refusing = made.filter(([id, counts]) => !span.check(id, withinLimits(counts))).flatMap(([, counts]) => counts);

  const over = refusing.filter((count) => remaining(count) === 0);
  const after = [...rates, ...quotas].map((count) => (over.length > 0 ? count : { ...count, used: count.used + 1 }));
  for (const { name, ...count } of after) memory.counts.set(name, count);
  const fields = rateLimitFields(after.map((count) => ({ ...count.policy, remaining: remaining(count), reset: secondsLeft(count, now) })));
  return over.length === 0 ? { fields } : { refused: tooMany(over, now, fields), fields };
}
