import { bringChecks } from '../../../checks/catalogue.ts';
import { callerChecks } from '../../../checks/resource-server/caller.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { apiKeyInUse, apiKeyNotInUrl, apiKeyReaches } from '../../../protocol/caller/api-key.ts';
import { apiKeysIn } from '../../../protocol/message/api-key.ts';
import { createFirstRefusal } from '../../resource-server/bearer-token.ts';
import { refusal } from '../../resource-server/refusal.ts';
import type { Manner } from '../../resource-server/refusal.ts';
import type { Call, Caller } from '../call.ts';
import type { ApiKey } from '../data.ts';
import { apiKeyChallenge } from './challenges.ts';

bringChecks(callerChecks);

function manner(id: CheckId, call: Call): Manner {
  if (id === 'gateway.api-key-place') return { status: 400, error: 'invalid_request' };
  if (id === 'gateway.api-key-reach') return { status: 403 };
  return { status: 401, challenge: apiKeyChallenge(call.context) };
}

/** An app that calls by its key alone, or the refusal. OWASP API2:2023 */
export async function judgeApiKey(call: Call): Promise<Caller | HttpResponse> {
  return judge(call, ['gateway.api-key-place', 'gateway.api-key', 'gateway.api-key-reach']);
}

/** A key that says which app a user's token is used by: it counts the calls, and opens nothing. */
export async function judgeApiKeyBeside(call: Call): Promise<Caller | HttpResponse> {
  return judge(call, ['gateway.api-key-place', 'gateway.api-key']);
}

async function judge(call: Call, checks: readonly CheckId[]): Promise<Caller | HttpResponse> {
  const { request, route, span } = call;
  span.plan(...checks);
  const { apiKeys } = await call.data();
  const found = apiKeysIn(request);
  const { finding, key } = apiKeyInUse(found, apiKeys, span.now());
  const verdict = createFirstRefusal(span);
  verdict.check('gateway.api-key-place', apiKeyNotInUrl(found));
  verdict.check('gateway.api-key', finding);
  if (checks.includes('gateway.api-key-reach')) verdict.check('gateway.api-key-reach', apiKeyReaches(route.opens ?? 'user'));
  if (verdict.refused !== undefined) return refusal(verdict.refused, call.context, manner(verdict.refused, call));
  return callerOf(key);
}

function callerOf(key: ApiKey | undefined): Caller {
  const app = key?.app ?? 'nobody';
  return {
    way: 'api-key',
    name: `app ${app}`,
    scopes: key?.scopes ?? [],
    plan: key?.plan,
    claims: { sub: app, client_id: app, department: key?.department ?? '', tenant: key?.tenant ?? '', roles: [] },
  };
}
