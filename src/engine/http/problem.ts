import type { Header, HttpResponse } from './message.ts';

/** Members of a problem beside `status` and `title`. RFC 9457 §3.1 */
export interface ProblemMembers {
  /** What kind of problem it is, where the status does not say it all. RFC 9457 §3.1.1 */
  readonly type?: string;
  readonly detail?: string;
  /** Extension members, such as the `error` code of RFC 6750. RFC 9457 §3.2 */
  readonly [extension: string]: unknown;
}

/** What a status means: the title of a problem that is no more than it. RFC 9110 §15; RFC 6585 §4; RFC 9457 §4.2.1 */
const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};

/** An answer that says what went wrong as `application/problem+json`. RFC 9457 §3 */
export function problem(status: number, members: ProblemMembers = {}, headers: readonly Header[] = []): HttpResponse {
  return {
    status,
    headers: [['Content-Type', 'application/problem+json'], ...headers],
    body: JSON.stringify({ status, title: TITLES[status], ...members }),
  };
}

/** An answer that is JSON. RFC 8259 */
export function json(status: number, value: unknown, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(value) };
}
