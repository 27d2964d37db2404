import { header, withHeader } from '../http/message.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { resolvedPath } from '../http/path.ts';
import { problem } from '../http/problem.ts';
import type { AllowedOrigin } from '../protocol/message/cross-origin.ts';
import { READABLE } from '../services/authorization-server/authorization-server.ts';
import { readableAnswer } from '../services/authorization-server/cross-origin.ts';
import { crossOrigin } from '../services/gateway/answers/cross-origin.ts';
import type { Span } from '../trace/span.ts';
import type { Party } from '../trace/trace.ts';

/** An API says it as a problem. RFC 9110 §15.5.14; RFC 9457 */
function answerOf({ kind }: Party): HttpResponse {
  const detail = 'The message is larger than this party takes.';
  if (kind === 'gateway' || kind === 'api') return problem(413, { detail });
  return { status: 413, headers: [['Content-Type', 'text/plain; charset=utf-8']], body: `${detail}\n` };
}

/**
 * What a party answers to a message beyond the limit. The pages that may read its other answers may read this one:
 * they would be told of a fault of the network otherwise. Fetch §3.3
 * @param pages the origins whose pages a gateway lets read
 */
export async function tooLarge(
  party: Party,
  request: HttpRequest,
  span: Span,
  pages: (() => Promise<readonly AllowedOrigin[]>) | undefined,
): Promise<HttpResponse> {
  const answer = answerOf(party);
  if (header(request, 'origin') === undefined) return answer;
  if (party.kind === 'authorization-server' && READABLE.has(resolvedPath(request.url)))
    return readableAnswer({ ...request, method: 'POST' }, [], () => Promise.resolve(answer));
  return pages ? withHeader(crossOrigin(request, span, await pages()).readable(answer), 'Vary', 'Origin') : answer;
}
