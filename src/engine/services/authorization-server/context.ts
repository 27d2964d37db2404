import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Confirmation } from '../../protocol/token/confirmation.ts';
import type { Span } from '../../trace/span.ts';
import type { AuthorizationServerConfig } from './client/registration.ts';
import type { Store } from './store.ts';

/** What every endpoint is given beside the request. */
export interface Context {
  readonly config: AuthorizationServerConfig;
  readonly store: Store;
  readonly span: Span;
  /** What the sender of this request has proven to hold, and its tokens are bound to. RFC 9449 §6; RFC 8705 §3 */
  readonly confirmation?: Confirmation | undefined;
}

/** One endpoint of the authorization server. */
export type Endpoint = (request: HttpRequest, context: Context) => Promise<HttpResponse> | HttpResponse;
