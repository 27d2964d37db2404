import { bringChecks } from '../../../checks/catalogue.ts';
import { callerChecks } from '../../../checks/caller.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { basicUserMatches } from '../../../protocol/caller/basic-user.ts';
import { refusal } from '../../resource-server/refusal.ts';
import type { Call, Caller } from '../call.ts';
import { basicChallenge } from './challenges.ts';

bringChecks(callerChecks);

/** A user name and a password with every request. Nobody has delegated less, so the caller may do all that the user may. RFC 7617 §2 */
export async function judgeBasic(call: Call): Promise<Caller | HttpResponse> {
  const { request, span, context } = call;
  span.plan('gateway.basic');
  const { accounts, accountScopes } = await call.data();
  const { finding, user, named } = basicUserMatches(request, accounts);
  if (!span.check('gateway.basic', finding))
    return refusal('gateway.basic', context, { status: 401, title: 'Not authenticated', challenge: basicChallenge(context) });
  const sub = user ?? 'nobody';
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
