import { header } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { bearerFromRequest } from '../../protocol/bearer.ts';
import { decodeCompact } from '../../protocol/jws.ts';
import { parseScope } from '../../protocol/scope.ts';
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

/**
 * NAIVE, on purpose: believes whatever arrives, as an API does that leaves every check to the gateway.
 * An `X-User` header comes first, then the claims of a token nobody verified. Used only where
 * `api.own-validation` is switched off. Never throws.
 */
export function trustWhatCame(request: HttpRequest, invoices: readonly Invoice[]): Caller {
  const named = header(request, 'x-user');
  if (named === undefined) return callerFromClaims(decodeCompact(bearerFromRequest(request)[0]?.token ?? '')?.claims ?? {});
  const one = invoices.find(({ owner }) => owner === named);
  return {
    sub: named,
    clientId: '',
    department: one?.department ?? '',
    tenant: one?.tenant ?? '',
    roles: [],
    scopes: ['invoice_read', 'invoice_write'],
  };
}
