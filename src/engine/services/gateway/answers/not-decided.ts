import { bringChecks } from '../../../checks/catalogue.ts';
import { errorDetailChecks } from '../../../checks/resource-server/error-detail.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../../http/strict-json.ts';
import type { Call } from '../call.ts';

bringChecks(errorDetailChecks);

/**
 * The refusal where the issuer could not be asked. With the duty left out it shows how the gateway is
 * set up to ask, its own secret included, as a server in debug mode does. OWASP API8:2023
 */
export async function notDecided({ span, data }: Call, refused: HttpResponse): Promise<HttpResponse> {
  if (span.duty('http.error-detail', 'a sentence without anything internal')) return refused;
  const { introspection, exchange } = await data();
  const parsed = parseStrictJson(refused.body);
  const members = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  return { ...refused, body: JSON.stringify({ ...members, internal: { at: 'gateway/tokens', introspection, exchange } }) };
}
