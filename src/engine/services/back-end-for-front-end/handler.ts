import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Span } from '../../trace/span.ts';
import type { IssuerRegistration } from '../relying-party/redeem.ts';
import type { BackEndMemory } from './memory.ts';

/** What a back end for a front end is set up with. */
export interface BackEndConfig {
  readonly registration: IssuerRegistration;
  /** Whether the issuer's metadata promises `iss` in its responses. RFC 9207 §3 */
  readonly issuerPromised: boolean;
  /** The address under which every API is called. */
  readonly api: string;
  /** Paths of the API that the page may reach, such as `/invoices/{id}`. */
  readonly apiPaths: readonly string[];
}

/** What every handler is given beside the request. */
export interface BackEndContext {
  readonly config: BackEndConfig;
  readonly memory: BackEndMemory;
  readonly span: Span;
}

/** What answers at one address. */
export type Handler = (request: HttpRequest, context: BackEndContext) => Promise<HttpResponse> | HttpResponse;
