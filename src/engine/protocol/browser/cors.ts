import { headerValues } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/** Bytes that a list of media types could do harm with, but for the tab. Fetch §2.2.2 */
const NO_UNSAFE_BYTES = /^[^\x00-\x08\x0A-\x1F"():<>?@[\\\]{}\x7F]*$/;
/** What a script may send to any origin without asking first. Fetch §2.2.2 */
const SAFELISTED_TYPES = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];
const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST'];

/** What a script may read of an answer of another origin, unless the answer exposes more. Fetch §2.2.6 */
const READABLE = new Set(['cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma']);

/** What the value of each safelisted header may be. Fetch §2.2.2 */
const SAFE_VALUES: Readonly<Record<string, RegExp>> = {
  accept: NO_UNSAFE_BYTES,
  'accept-language': /^[0-9A-Za-z *,.;=-]*$/,
  'content-language': /^[0-9A-Za-z *,.;=-]*$/,
  'content-type': NO_UNSAFE_BYTES,
  range: /^bytes=\d+-\d*$/,
};

function isSafelisted([name, value]: Header): boolean {
  const lower = name.toLowerCase();
  if (!Object.hasOwn(SAFE_VALUES, lower) || value.length > 128 || !SAFE_VALUES[lower]?.test(value)) return false;
  return lower !== 'content-type' || SAFELISTED_TYPES.includes(value.split(';')[0]?.trim().toLowerCase() ?? '');
}

/** The headers of a request that another origin must allow first: lower case, sorted, each once. Fetch §2.2.2 */
export function unsafeHeaders(headers: readonly Header[]): string[] {
  return [...new Set(headers.filter((one) => !isSafelisted(one)).map(([name]) => name.toLowerCase()))].toSorted();
}

/** Whether a request to another origin must be asked for by a preflight. Fetch §4.1 */
export function needsPreflight({ method, headers }: Pick<HttpRequest, 'method' | 'headers'>): boolean {
  return !SAFELISTED_METHODS.includes(method) || unsafeHeaders(headers).length > 0;
}

/** The question before the request. Fetch §4.8 */
export function preflightRequest({ method, url, headers }: HttpRequest, origin: string): HttpRequest {
  const asked = unsafeHeaders(headers);
  return {
    method: 'OPTIONS',
    url,
    headers: [
      ['Accept', '*/*'],
      ['Origin', origin],
      ['Access-Control-Request-Method', method],
      ...(asked.length === 0 ? [] : ([['Access-Control-Request-Headers', asked.join(',')]] as const)),
    ],
    body: '',
  };
}

/** May this origin read the answer? Fetch §4.9 */
export function mayRead(response: HttpResponse, origin: string, credentials: boolean): Finding {
  // Two fields of the name are read as one with a comma, which is no origin.
  const allowed = headerValues(response, 'access-control-allow-origin').join(', ') || undefined;
  const expected = credentials
    ? `Access-Control-Allow-Origin: ${origin}, and credentials allowed`
    : `Access-Control-Allow-Origin: ${origin} or *`;
  if (allowed === undefined) return failed(expected, 'no Access-Control-Allow-Origin');
  if (allowed === '*' && !credentials) return passed('*', expected);
  if (allowed !== origin) return failed(expected, allowed);
  const withCredentials = headerValues(response, 'access-control-allow-credentials').join(', ') === 'true';
  return credentials && !withCredentials ? failed(expected, `${allowed}, but not with credentials`) : passed(allowed, expected);
}

function listed(response: HttpResponse, name: string): string[] {
  return headerValues(response, name)
    .join(',')
    .split(',')
    .flatMap((item) => (item.trim() === '' ? [] : [item.trim()]));
}

/** Does the answer to a preflight allow this request? Fetch §4.8 */
export function preflightAllows(response: HttpResponse, request: HttpRequest, origin: string, credentials: boolean): Finding {
  if (response.status < 200 || response.status > 299) return failed('a preflight answered with success', `status ${response.status}`);
  const read = mayRead(response, origin, credentials);
  if (!read.passed) return read;
  const methods = listed(response, 'access-control-allow-methods');
  const anything = (list: readonly string[]): boolean => !credentials && list.includes('*');
  if (!SAFELISTED_METHODS.includes(request.method) && !methods.includes(request.method) && !anything(methods))
    return failed(`${request.method} among the allowed methods`, methods.join(', ') || 'none');
  const headers = listed(response, 'access-control-allow-headers').map((name) => name.toLowerCase());
  // A star never covers Authorization. Fetch §4.8
  const missing = unsafeHeaders(request.headers).filter(
    (name) => !headers.includes(name) && (name === 'authorization' || !anything(headers)),
  );
  return missing.length === 0
    ? passed('allowed', 'every header allowed')
    : failed(`${missing.join(', ')} among the allowed headers`, headers.join(', ') || 'none');
}

/** The answer as a script of another origin sees it: the headers that it may read, and never a cookie. Fetch §2.2.6 */
export function readablePart(response: HttpResponse, credentials: boolean): HttpResponse {
  const exposed = listed(response, 'access-control-expose-headers').map((name) => name.toLowerCase());
  const all = !credentials && exposed.includes('*');
  const headers = response.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return lower !== 'set-cookie' && (READABLE.has(lower) || all || exposed.includes(lower));
  });
  return { ...response, headers };
}
