import { isJsonObject } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { parseScope } from '../../protocol/authorization/scope.ts';
import type { Finding } from '../../protocol/finding.ts';
import type { Owned, Subject } from '../../protocol/policy/policy.ts';

/** Who is calling, as far as an API's decisions go. */
export interface Caller extends Subject {
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** What the token says; empty for a caller who brought none. */
  readonly claims: JsonObject;
}

/** Whom a name stands for, where the API believes a header: whoever owns what it stores, with these scopes. */
export interface NamedCallers {
  readonly stored: () => Iterable<Owned & { readonly department: string }>;
  readonly scopes: readonly string[];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/**
 * The client, where it is itself the subject of the token: it acts in its own name, with no user behind
 * it. In a token that was exchanged, `client_id` is who exchanged it. RFC 9068 §2.2; RFC 8693 §4.3
 */
function ownName(sub: string, clientId: string): string {
  if (sub.startsWith('client:')) return sub.slice('client:'.length);
  return sub === clientId ? clientId : '';
}

/** The caller in the claims of a token. A claim of another type than the API expects counts as absent. */
export function callerFromClaims(claims: JsonObject): Caller {
  const { roles, act } = claims;
  const sub = text(claims['sub']);
  const clientId = text(claims['client_id']);
  return {
    sub,
    clientId,
    service: ownName(sub, clientId),
    department: text(claims['department']),
    tenant: text(claims['tenant']),
    roles: Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [],
    scopes: parseScope(text(claims['scope'])),
    actor: isJsonObject(act) ? text(act['sub']) : '',
    claims,
  };
}

/** Is the token a user's, not that of a client acting for itself? RFC 9068 §2.2, §5; RFC 9700 §4.15 */
export function tokenIsUsers({ sub, clientId }: Caller): Finding {
  return {
    passed: sub !== '' && ownName(sub, clientId) === '',
    expected: 'a sub that is a user, not the client itself',
    received: `sub ${sub || 'missing'}, client_id ${clientId || 'missing'}`,
  };
}
