import { json } from '../../../http/problem.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { countAt, remaining, secondsLeft } from '../../../protocol/limit/call-limit.ts';
import type { LimitPolicy } from '../../../protocol/limit/call-limit.ts';
import type { Call, Caller } from '../call.ts';
import { countName } from './limit.ts';

/** The meter: what the caller has used of its plan, and of every limit it has met. Nobody sees another's. */
export async function usage(call: Call, caller: Caller): Promise<HttpResponse> {
  const { memory, span } = call;
  const { plans } = await call.data();
  const now = span.now();
  const plan = caller.plan === undefined ? undefined : plans[caller.plan];
  const met = [...memory.counts].filter(([name]) => name.startsWith(`${caller.name}|`)).map(([, { policy }]) => policy);
  const policies = new Map<string, LimitPolicy>([...(plan ? [plan.rate, plan.quota] : []), ...met].map((policy) => [policy.name, policy]));
  return json(200, {
    caller: caller.name,
    ...(caller.plan === undefined ? {} : { plan: caller.plan }),
    limits: [...policies.values()].map((policy) => {
      const count = countAt(policy, memory.counts.get(countName(caller.name, policy)), now);
      return {
        name: policy.name,
        quota: policy.quota,
        window: policy.window,
        used: count.used,
        remaining: remaining(count),
        resets_in: secondsLeft(count, now),
      };
    }),
  });
}
