import type { JsonObject } from '../../http/strict-json.ts';
import { parseScope } from '../../protocol/authorization/scope.ts';
import type { Invoice } from './invoices.ts';

/** Who is calling, as far as the API's decisions go. */
export interface Caller {
  readonly sub: string;
  readonly clientId: string;
  readonly department: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The caller in the claims of a token. A claim of another type than the API expects counts as absent. */
export function callerFromClaims(claims: JsonObject): Caller {
  const { roles } = claims;
  return {
    sub: text(claims['sub']),
    clientId: text(claims['client_id']),
    department: text(claims['department']),
    tenant: text(claims['tenant']),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    scopes: parseScope(text(claims['scope'])),
  };
}

/** The caller with that name, as far as the invoices tell; for an API that was given no token, only a name. */
export function callerByName(sub: string, invoices: readonly Invoice[]): Caller {
  const one = invoices.find(({ owner }) => owner === sub);
  return {
    sub,
    clientId: '',
    department: one?.department ?? '',
    tenant: one?.tenant ?? '',
    roles: [],
    scopes: ['invoice_read', 'invoice_write'],
  };
}
