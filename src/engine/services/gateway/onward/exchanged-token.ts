import { bringChecks } from '../../../checks/catalogue.ts';
import { callerChecks } from '../../../checks/resource-server/caller.ts';
import { gatewayTokenChecks } from '../../../checks/resource-server/gateway-token.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../../http/strict-json.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { refusal } from '../../resource-server/refusal.ts';
import { notDecided } from '../answers/not-decided.ts';
import type { Call } from '../call.ts';
import { askIssuer } from '../tokens/ask-issuer.ts';

bringChecks(gatewayTokenChecks);
// The credential that came is taken off where another travels on.
bringChecks(callerChecks);

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

function bodyOf(answer: HttpResponse | undefined): JsonObject {
  const parsed = parseStrictJson(answer?.body ?? '');
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

/**
 * Trades the token that came for one that is meant for the API behind the route and allows no more
 * than the route asks. With `gateway.fail-closed` off, the token that came travels on where the issuer
 * gives none. RFC 8693 §2.1, §2.2
 */
export async function exchangedToken(call: Call, token: string): Promise<string | HttpResponse> {
  const { span, route, context } = call;
  span.plan('gateway.fail-closed', 'gateway.token-live');
  const { exchange } = await call.data();
  const fields = [
    ['grant_type', 'urn:ietf:params:oauth:grant-type:token-exchange'] as const,
    ['subject_token', token] as const,
    ['subject_token_type', ACCESS_TOKEN] as const,
    ...(route.audience === undefined ? [] : [['resource', route.audience] as const]),
    // An API that calls on asks for what it needs by itself.
    ...(route.scope === undefined || route.callsOn ? [] : [['scope', route.scope] as const]),
  ];
  const answer = exchange && (await askIssuer(call, exchange.endpoint, exchange, fields, 'application/json'));
  const { access_token: given, error } = bodyOf(answer);
  if (answer?.status === 200 && typeof given === 'string') {
    span.check('gateway.fail-closed', passed('a token for the API', 'an answer of the issuer'));
    return given;
  }
  if (answer?.status !== 400 || typeof error !== 'string') {
    const finding = failed(
      'an answer of the issuer',
      answer ? `status ${answer.status}` : 'no answer',
      'the issuer gave no token for the API',
    );
    return span.check('gateway.fail-closed', finding) ? token : notDecided(call, refusal('gateway.fail-closed', context));
  }
  span.check('gateway.fail-closed', passed(`the error ${error}`, 'an answer of the issuer'));
  const check = error === 'invalid_scope' || error === 'invalid_target' ? 'gateway.scope' : 'gateway.token-live';
  const finding = failed('a token for the API', error, 'the issuer gives no token for this API in exchange');
  return span.check(check, finding) ? token : refusal(check, context);
}
