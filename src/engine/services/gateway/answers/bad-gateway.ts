import { bringChecks } from '../../../checks/catalogue.ts';
import { errorDetailChecks } from '../../../checks/resource-server/error-detail.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { problem } from '../../../http/problem.ts';
import type { Call } from '../call.ts';

bringChecks(errorDetailChecks);

/**
 * The answer where a party behind the gateway does not answer, or not with sense. With the duty left
 * out it tells what the gateway wrote in its log, as a server in debug mode does: the address inside
 * and the message with its token. RFC 9110 §15.6.3; OWASP API8:2023
 */
export function badGateway({ span, route }: Call, onward: HttpRequest, cause: unknown): HttpResponse {
  const members = { detail: 'The API behind the gateway does not answer.' };
  if (span.duty('http.error-detail', 'a sentence without anything internal')) return problem(502, members);
  const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : 'no answer';
  const internal = { error, at: 'gateway/forward.ts, forward()', route, request: { ...onward, body: undefined } };
  return problem(502, { ...members, internal });
}
