import { apiBusinessChecks } from '../../checks/resource-server/api-business.ts';
import { bringChecks } from '../../checks/catalogue.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { outboundChecks } from '../../checks/outbound.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
import { refusal } from './refusal.ts';
import type { Manner, RefusalContext } from './refusal.ts';

bringChecks(apiBusinessChecks);
bringChecks(outboundChecks);

const NOT_PERMITTED: Manner = { status: 403 };
const TOO_MUCH: Manner = { status: 429 };
const BAD_REQUEST: Manner = { status: 400, error: 'invalid_request' };
const BAD_GATEWAY: Manner = { status: 502 };

/** The answers to what APIs check beyond the token and whose an object is. */
const MANNERS: Readonly<Partial<Record<CheckId, Manner>>> = {
  'api.object-each': NOT_PERMITTED,
  'api.function': NOT_PERMITTED,
  'api.every-step': { status: 409 },
  'api.media-type': { status: 415 },
  'api.write-fields': { status: 422 },
  'api.page-size': BAD_REQUEST,
  'api.spend': TOO_MUCH,
  'api.flow-pace': TOO_MUCH,
  'api.request-once': { status: 409 },
  'api.partner-data': BAD_GATEWAY,
  'api.inner-query': BAD_REQUEST,
  'api.original-subject': NOT_PERMITTED,
  'api.trust-zone': NOT_PERMITTED,
  'api.actor': NOT_PERMITTED,
  'http.outbound-url': BAD_REQUEST,
  'http.outbound-redirect': BAD_GATEWAY,
};

/** How the answer to one failed check differs from the usual one. */
export interface Exception {
  readonly manner?: Manner;
  /** What the rule found, where its reason is another than the usual one. */
  readonly finding?: Finding;
  readonly headers?: readonly Header[];
}

/** The answer that follows from a check that only some endpoints make. RFC 9457 */
export function refuse(
  id: CheckId,
  { context }: { readonly context: RefusalContext },
  { manner = MANNERS[id], finding, headers = [] }: Exception = {},
): HttpResponse {
  const response = refusal(id, context, manner && { ...manner, reason: finding?.refusal });
  return { ...response, headers: [...response.headers, ...headers] };
}

/** When a caller may come again. RFC 9110 §10.2.3 */
export function retryAfter(milliseconds: number): Header {
  return ['Retry-After', String(Math.max(1, Math.ceil(milliseconds / 1000)))];
}
