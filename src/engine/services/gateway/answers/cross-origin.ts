import { bringChecks } from '../../../checks/catalogue.ts';
import { crossOriginChecks } from '../../../checks/resource-server/cross-origin.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../../http/message.ts';
import { problem } from '../../../http/problem.ts';
import { allowedOrigin, readOrigin } from '../../../protocol/message/cross-origin.ts';
import type { AllowedOrigin } from '../../../protocol/message/cross-origin.ts';
import type { Span } from '../../../trace/span.ts';

bringChecks(crossOriginChecks);

/** What a page may send beside what it may always send. `*` would not stand for Authorization. Fetch §3.3.3 */
const REQUEST_HEADERS = 'Authorization, Content-Type, DPoP, Idempotency-Key, X-API-Key';

/** What a page may read beside what it may always read. Fetch §3.3.3 */
const RESPONSE_HEADERS = 'WWW-Authenticate, DPoP-Nonce, Location, RateLimit, RateLimit-Policy, Retry-After';

/** Seconds a browser may remember a preflight's answer. Fetch §3.3.3 */
const REMEMBERED = '600';

/** How one request from a page is answered. */
export interface CrossOrigin {
  /** Adds to an answer whether the page may read it. What an API said of that does not count. */
  readonly readable: (response: HttpResponse) => HttpResponse;
  /** The answer to a preflight for a path with these methods; undefined where the request is none. */
  readonly preflight?: ((methods: readonly string[]) => HttpResponse) | undefined;
}

function permission({ origin, credentials }: AllowedOrigin): Header[] {
  return [['Access-Control-Allow-Origin', origin], ...(credentials ? [['Access-Control-Allow-Credentials', 'true'] as const] : [])];
}

/** The answer to a preflight. Nobody is asked who they are: a browser sends no credentials with it. Fetch §3.3.5 */
function preflightAnswer(granted: boolean, methods: readonly string[]): HttpResponse {
  if (!granted) return problem(403, { detail: 'Pages of this origin may not call here.' });
  const headers: Header[] = [
    ['Access-Control-Allow-Methods', [...new Set(methods)].join(', ')],
    ['Access-Control-Allow-Headers', REQUEST_HEADERS],
    ['Access-Control-Max-Age', REMEMBERED],
  ];
  return { status: 204, headers, body: '' };
}

/**
 * The CORS protocol: which sites' pages may read an answer, and which requests beyond a form's a
 * browser may send for them. It keeps nobody from calling: the gateway says, and the browser obeys. With
 * the duty left out every origin is told that it is welcome, credentials and all. Fetch §3.3
 */
export function crossOrigin(request: HttpRequest, span: Span, allowed: readonly AllowedOrigin[]): CrossOrigin {
  // Sent twice it names no origin, as a list of two does. RFC 9110 §5.3
  const origin = readOrigin(headerValues(request, 'origin').join(', '));
  const site = allowedOrigin(origin, allowed);
  const sent = span.duty(
    'http.cors',
    site ? `pages of ${site.origin} may read the answer` : 'nothing, so no page of this origin may read the answer',
  );
  const granted = sent || origin === undefined ? site : { origin, credentials: true };
  const isPreflight = request.method === 'OPTIONS' && header(request, 'access-control-request-method') !== undefined;
  return {
    readable(response) {
      const own = isPreflight ? response.headers : response.headers.filter(([name]) => !/^access-control-/i.test(name));
      const exposed: Header[] = granted && !isPreflight ? [['Access-Control-Expose-Headers', RESPONSE_HEADERS]] : [];
      return { ...response, headers: [...own, ...(granted ? permission(granted) : []), ...exposed] };
    },
    preflight: isPreflight ? (methods) => preflightAnswer(granted !== undefined, methods) : undefined,
  };
}
