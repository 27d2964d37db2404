import { matchPath } from '../../http/path.ts';

/** One route a gateway lists: what may be called, and the scope it asks for. */
export interface Route {
  readonly method: string;
  /** A path with names for single segments: `/invoices/{id}`. */
  readonly path: string;
  /** The scope a token needs here; without one, a valid token is enough. */
  readonly scope?: string;
  /** The origin it is forwarded to, where that is not the gateway's usual one. */
  readonly upstream?: string;
}

/** What api.lab.test lists. A path that is not here is not reachable from outside. */
export const INVOICE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/me' },
  { method: 'GET', path: '/invoices', scope: 'invoice_read' },
  { method: 'POST', path: '/invoices', scope: 'invoice_write' },
  { method: 'GET', path: '/invoices/{id}', scope: 'invoice_read' },
];

/** Every route whose path fits; more than one where a path takes several methods. */
export function routesAt(routes: readonly Route[], path: string): Route[] {
  return routes.filter((route) => matchPath(route.path, path) !== undefined);
}
