import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { bodyTypeRead, isPacked, typesRead } from '../../protocol/message/body-type.ts';
import type { Span } from '../../trace/span.ts';
import { createFirstRefusal } from './bearer-token.ts';
import { bodyIsStrictJson } from './json-body.ts';
import { refuse } from './refuse.ts';
import type { RefusalContext } from './refusal.ts';

/** What would have been read. RFC 9110 §12.5.3, §15.5.16 */
function readInstead(request: HttpRequest): Header {
  if (isPacked(request)) return ['Accept-Encoding', 'identity'];
  return [request.method === 'PATCH' ? 'Accept-Patch' : 'Accept', typesRead(request).join(', ')];
}

/** The answer where a body cannot be read as JSON by its type or by its form; undefined where it can. RFC 9110 §15.5.16; RFC 8259 §4 */
export function bodyRefused(call: {
  readonly request: HttpRequest;
  readonly span: Span;
  readonly context: RefusalContext;
}): HttpResponse | undefined {
  const { request, span } = call;
  const verdict = createFirstRefusal(span);
  verdict.check('api.media-type', bodyTypeRead(request));
  verdict.check('http.json-strict', bodyIsStrictJson(request.body));
  if (verdict.refused === undefined) return undefined;
  const told = { context: { ...call.context, reason: verdict.reason } };
  return refuse(verdict.refused, told, verdict.refused === 'api.media-type' ? { headers: [readInstead(request)] } : {});
}
