import { DPOP_ALGORITHMS } from '../../../protocol/token/dpop/dpop-algorithms.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { json } from '../../../http/problem.ts';
import type { Judge } from '../../../trace/span.ts';
import type { GatewayConfig } from '../call.ts';
import { NO_DATA } from '../data.ts';

/** What the gateway says of itself: where tokens for it come from, and how they are sent. RFC 9728 §2, §3.2 */
export async function resourceMetadata(config: GatewayConfig, judge: Pick<Judge, 'isOff'>): Promise<HttpResponse> {
  const { routes } = (await config.data?.()) ?? NO_DATA;
  const scopes = [...config.routes, ...routes].flatMap(({ scope }) => (scope === undefined ? [] : [scope]));
  return json(200, {
    resource: config.resource,
    authorization_servers: [config.issuer],
    scopes_supported: [...new Set(scopes)],
    // Where a token in the URL is refused, it is no way to send one.
    bearer_methods_supported: ['header', 'body', ...(judge.isOff('bearer.not-in-query') ? ['query'] : [])],
    dpop_signing_alg_values_supported: DPOP_ALGORITHMS,
    tls_client_certificate_bound_access_tokens: true,
    resource_name: 'Invoices',
  });
}
