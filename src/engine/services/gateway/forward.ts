import { encodeForm, parseForm } from '../../http/form.ts';
import { mediaType } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { rawPath, rawQuery } from '../../http/path.ts';
import { problem } from '../../http/problem.ts';
import type { Span } from '../../trace/span.ts';

/** Meant for this hop alone. RFC 9110 §7.6.1 */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What the API never needs: the token travels in a header the gateway writes itself. */
const REPLACED = new Set(['authorization', 'cookie', 'host', 'content-length', 'traceparent']);

/** Headers by which services behind a gateway tell each other who is calling. From outside they are a claim nobody checked. RFC 9700 §4.13 */
const IDENTITY =
  /^(?:x-(?:user|roles?|tenant|department|client)(?:-.*)?|x-(?:forwarded|authenticated|remote)-(?:user|email|groups)|remote-user|client-cert(?:-chain)?|x-(?:ssl-)?client-(?:cert|dn|verify).*)$/;

/** Whether a header says who is calling. */
function isIdentityHeader(name: string): boolean {
  return IDENTITY.test(name.toLowerCase());
}

function withoutToken(text: string): string {
  const fields = parseForm(text);
  return fields.some(([name]) => name === 'access_token') ? encodeForm(fields.filter(([name]) => name !== 'access_token')) : text;
}

function forwardedUrl(request: HttpRequest, upstream: string): string {
  const query = withoutToken(rawQuery(request.url).slice(1));
  return upstream + rawPath(request.url) + (query === '' ? '' : `?${query}`);
}

/** The request as the API gets it: the token in `Authorization` and nowhere else, and no identity from outside. */
function forwardedRequest(request: HttpRequest, upstream: string, token: string, span: Span): HttpRequest {
  const named = request.headers.filter(([name]) => isIdentityHeader(name)).map(([name]) => name);
  const strip = span.duty('gateway.strip-headers', named.length === 0 ? 'no identity header came' : named.join(', '));
  const kept = request.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !HOP_BY_HOP.has(lower) && !REPLACED.has(lower) && !(strip && isIdentityHeader(name));
  });
  const isForm = mediaType(request) === 'application/x-www-form-urlencoded';
  return {
    method: request.method,
    url: forwardedUrl(request, upstream),
    headers: [...kept, ['Authorization', `Bearer ${token}`]],
    body: isForm ? withoutToken(request.body) : request.body,
  };
}

/** Sends it on and gives the answer back. An API out of reach is a 502, which is no refusal. RFC 9110 §15.6.3 */
export async function forward(request: HttpRequest, upstream: string, token: string, span: Span): Promise<HttpResponse> {
  const onward = forwardedRequest(request, upstream, token, span);
  try {
    const answer = await span.fetch(onward);
    const headers: Header[] = answer.headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
    return { ...answer, headers };
  } catch {
    return problem(502, { title: 'Bad gateway', detail: 'The API behind the gateway does not answer.' });
  }
}
