import { matchPath } from '../../http/path.ts';
import type { LimitPolicy } from '../../protocol/limit/call-limit.ts';
import type { LoginDemand } from '../../protocol/token/step-up.ts';
import type { Way } from './call.ts';

/** One route a gateway lists: what may be called, how, and what is asked of the caller. */
export interface Route {
  readonly method: string;
  /** A path with names for single segments: `/invoices/{id}`. */
  readonly path: string;
  /** The ways to prove who is calling, in the order the challenges are sent. An access token where none is named. */
  readonly ways?: readonly Way[] | undefined;
  /** The scope a caller needs here; without one, being known is enough. */
  readonly scope?: string | undefined;
  /** Whose data it opens; a user's where nothing is said. */
  readonly opens?: 'user' | 'app' | undefined;
  /** How the user has to have logged in. */
  readonly stepUp?: LoginDemand | undefined;
  /** How often one caller may call here. */
  readonly rate?: LimitPolicy | undefined;
  /** Answered by the gateway itself: the meter of the caller's own calls; token requests whose answer it splits, open to all. */
  readonly own?: 'usage' | 'split-token' | undefined;
  /** Whether the issuer is asked about JWTs as well, which verify for as long as they last. RFC 7662 §2 */
  readonly introspected?: boolean | undefined;
  /** What travels to the API: the token that came, unless it is exchanged for one that is meant for the API. RFC 8693 */
  readonly onward?: 'exchange' | undefined;
  /** Whether the API behind it calls on in the caller's name: then a reference is exchanged for a token that the issuer takes in exchange again. */
  readonly callsOn?: boolean | undefined;
  /** The `aud` of a token made for the API behind it, where that is not the gateway's own name. */
  readonly audience?: string | undefined;
  /** The origin it is forwarded to, where that is not the gateway's usual one. */
  readonly upstream?: string | undefined;
  /** The key by which a party outside knows the gateway: it travels there in the place of the caller's token, which opens doors here. RFC 9700 §4.9 */
  readonly upstreamKey?: string | undefined;
  /** What the path begins with outside only; it is taken off before the request is forwarded. */
  readonly prefix?: string | undefined;
}

/** What api.lab.test lists. A path that is not here is not reachable from outside. */
export const INVOICE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/me' },
  { method: 'GET', path: '/invoices', scope: 'invoice_read' },
  { method: 'POST', path: '/invoices', scope: 'invoice_write' },
  { method: 'GET', path: '/invoices/{id}', scope: 'invoice_read' },
  { method: 'PATCH', path: '/invoices/{id}', scope: 'invoice_write' },
  { method: 'GET', path: '/invoices/{id}/converted', scope: 'invoice_read' },
  ...['/{id}/approve', '/{id}/discount', '/{id}/reminders', '/{id}/payments', '/{id}/payments/{payment}/confirm'].map((path): Route => ({
    method: 'POST',
    path: `/invoices${path}`,
    scope: 'invoice_write',
    callsOn: path.includes('payments'),
  })),
  { method: 'GET', path: '/customers', scope: 'invoice_read' },
  { method: 'GET', path: '/webhooks', scope: 'invoice_read' },
  { method: 'POST', path: '/webhooks', scope: 'invoice_write' },
  { method: 'GET', path: '/export', scope: 'invoice_export' },
  { method: 'GET', path: '/summary', scope: 'invoice_read' },
];

/** Every route whose path fits; more than one where a path takes several methods. */
export function routesAt(routes: readonly Route[], path: string): Route[] {
  return routes.filter((route) => matchPath(route.path, path) !== undefined);
}
