import { bringChecks } from '../../../checks/catalogue.ts';
import { gatewayTokenChecks } from '../../../checks/resource-server/gateway-token.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { loginMeets } from '../../../protocol/token/step-up.ts';
import type { LoginDemand } from '../../../protocol/token/step-up.ts';
import { refusal } from '../../resource-server/refusal.ts';
import { tokenChallenge } from '../../resource-server/token-challenge.ts';
import type { Call, Caller } from '../call.ts';

bringChecks(gatewayTokenChecks);

const ERROR = 'insufficient_user_authentication';

/** Asks for a stronger or a newer login where the one behind the token will not do, by the scheme it came with; undefined where it does. RFC 9470 §3 */
export function stepUp({ span, context }: Call, { claims, scheme = 'Bearer' }: Caller, demand: LoginDemand): HttpResponse | undefined {
  span.plan('gateway.step-up');
  if (span.check('gateway.step-up', loginMeets(claims, demand, span.now()))) return undefined;
  const [, challenge] = tokenChallenge(scheme, {
    realm: context.realm,
    error: ERROR,
    error_description: 'A more recent or a stronger login is required',
    acr_values: demand.acrValues?.join(' '),
    max_age: demand.maxAge?.toString(),
    resource_metadata: context.resourceMetadata,
  });
  return refusal('gateway.step-up', context, { status: 401, error: ERROR, challenge });
}
