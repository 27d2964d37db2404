import type { Header, HttpResponse } from './message.ts';
import { STATUS_PHRASES } from './status-phrase.ts';

/** Members of a problem beside `status` and `title`. RFC 9457 §3.1 */
export interface ProblemMembers {
  /** What kind of problem it is, where the status does not say it all. RFC 9457 §3.1.1 */
  readonly type?: string;
  readonly detail?: string;
  /** Extension members, such as the `error` code of RFC 6750. RFC 9457 §3.2 */
  readonly [extension: string]: unknown;
}

/** An answer that says what went wrong as `application/problem+json`. RFC 9457 §3 */
export function problem(status: number, members: ProblemMembers = {}, headers: readonly Header[] = []): HttpResponse {
  return {
    status,
    headers: [['Content-Type', 'application/problem+json'], ...headers],
    body: JSON.stringify({ status, title: STATUS_PHRASES[status], ...members }),
  };
}

/** An answer that is JSON. RFC 8259 */
export function json(status: number, value: unknown, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(value) };
}
