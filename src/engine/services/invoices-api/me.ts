import type { HttpResponse } from '../../http/message.ts';
import { json } from '../../http/problem.ts';
import type { Call } from './reading.ts';

/** Who is calling, as the API sees it. */
export function me({ caller }: Call): HttpResponse {
  return json(200, {
    sub: caller.sub,
    client_id: caller.clientId,
    department: caller.department,
    tenant: caller.tenant,
    roles: caller.roles,
    scope: caller.scopes.join(' '),
    act: caller.claims['act'],
  });
}
