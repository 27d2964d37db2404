import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { bodyTypeRead, typesRead } from '../../protocol/message/body-type.ts';
import type { Span } from '../../trace/span.ts';
import { createFirstRefusal } from './bearer-token.ts';
import { bodyIsStrictJson } from './json-body.ts';
import { refuse } from './refuse.ts';
import type { RefusalContext } from './refusal.ts';

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
  const accepted = typesRead(request).join(', ');
  const name = request.method === 'PATCH' ? 'Accept-Patch' : 'Accept';
  return refuse(verdict.refused, call, verdict.refused === 'api.media-type' ? { headers: [[name, accepted]] } : {});
}
