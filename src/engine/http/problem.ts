import type { Header, HttpResponse } from './message.ts';

/** Members of a problem beside `status`. `title` is the same for every problem of one kind. RFC 9457 §3.1 */
export interface ProblemMembers {
  readonly title: string;
  readonly detail?: string;
  /** Extension members, such as the `error` code of RFC 6750. RFC 9457 §3.2 */
  readonly [extension: string]: unknown;
}

/** An answer that says what went wrong as `application/problem+json`. RFC 9457 §3 */
export function problem(status: number, members: ProblemMembers, headers: readonly Header[] = []): HttpResponse {
  return {
    status,
    headers: [['Content-Type', 'application/problem+json'], ...headers],
    body: JSON.stringify({ status, ...members }),
  };
}

/** An answer that is JSON. RFC 8259 */
export function json(status: number, value: unknown, headers: readonly Header[] = []): HttpResponse {
  return { status, headers: [['Content-Type', 'application/json'], ...headers], body: JSON.stringify(value) };
}
