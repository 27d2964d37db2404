import type { CheckId } from '../../checks/catalogue.ts';
import type { HttpResponse } from '../../http/message.ts';
import { failed } from '../../protocol/finding.ts';
import type { Finding } from '../../protocol/finding.ts';
import { actorAllowed } from '../../protocol/policy/actor.ts';
import { functionOpen } from '../../protocol/policy/function-level.ts';
import { tokenStaysInZone } from '../../protocol/policy/trust-zone.ts';
import { audiencesOf } from '../../protocol/token/claim-rules.ts';
import { createFirstRefusal } from '../resource-server/bearer-token.ts';
import { tokenIsUsers } from '../resource-server/caller.ts';
import type { Caller } from '../resource-server/caller.ts';
import type { ApiCall } from '../resource-server/protected-api.ts';
import { refuse } from '../resource-server/refuse.ts';
import type { PaymentStore } from './store.ts';

export type Call = ApiCall<PaymentStore>;

/** What every step of a payment asks of whoever pays, in order. */
export const PAYER_CHECKS = ['api.trust-zone', 'api.actor', 'api.original-subject', 'api.function'] as const satisfies readonly CheckId[];

/** Is the user who asked the subject of the token, so that the user's rights decide? OWASP ASVS 5.0.0 8.3.3 */
function subjectIsOriginal(caller: Caller): Finding {
  const finding = tokenIsUsers(caller);
  return finding.passed ? finding : failed('the user who asked as sub', `${caller.sub || 'nobody'}, which is the calling service`);
}

/** Whether the caller may pay at all; undefined where nothing stands against it. Made anew at each step. */
export function payerRefused(call: Call): HttpResponse | undefined {
  const { span, caller, policy } = call;
  const verdict = createFirstRefusal(span);
  verdict.check('api.trust-zone', tokenStaysInZone(audiencesOf(caller.claims), policy));
  verdict.check('api.actor', actorAllowed(caller.claims, policy));
  verdict.check('api.original-subject', subjectIsOriginal(caller));
  verdict.check('api.function', functionOpen('pay', caller, policy));
  return verdict.refused === undefined ? undefined : refuse(verdict.refused, call);
}
