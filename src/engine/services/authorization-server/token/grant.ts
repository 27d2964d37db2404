import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';
import type { Client } from '../client/registration.ts';

/** What a grant is given: the form, and the client that has authenticated. */
export interface GrantRequest {
  readonly fields: readonly Field[];
  readonly client: Client;
  readonly context: Context;
}

/** One grant type of the token endpoint. RFC 6749 §4 */
export type Grant = (request: GrantRequest) => Promise<HttpResponse> | HttpResponse;

/** Are the resources asked for among those that were granted? RFC 8707 §2.2 */
export function resourcesGranted(asked: readonly string[], granted: readonly string[]): Finding {
  return {
    passed: asked.every((resource) => granted.includes(resource)),
    expected: `only of ${granted.join(', ')}`,
    received: asked.length === 0 ? 'none named, so all granted' : asked.join(', '),
  };
}
