import type { HttpRequest } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import type { Span } from '../../trace/span.ts';
import type { Presentation, TokenPolicy, Verifier } from '../resource-server/bearer-token.ts';
import type { KeySource } from '../resource-server/key-set.ts';
import type { RefusalContext } from '../resource-server/refusal.ts';
import type { GatewayData } from './data.ts';
import type { GatewayMemory } from './memory.ts';
import type { Route } from './routes.ts';

/** What a gateway is made of. `resource` is its own origin and the audience it expects. */
export interface GatewayConfig extends TokenPolicy, KeySource {
  readonly routes: readonly Route[];
  /** The origin of the API behind it. */
  readonly upstream: string;
  /** What most messages do not need: further routes, users, keys, plans. Fetched when a message first does. */
  readonly data?: (() => Promise<GatewayData>) | undefined;
}

/** One request on its way through the gateway. */
export interface Call {
  readonly request: HttpRequest;
  readonly route: Route;
  readonly span: Span;
  readonly config: GatewayConfig;
  readonly verifier: Verifier;
  readonly memory: GatewayMemory;
  /** What every refusal of this request says beside its reason. */
  readonly context: RefusalContext;
  /** The configured data; with nothing in it where the gateway has none. */
  data(): Promise<GatewayData>;
}

/** The ways to prove who is calling. */
export type Way = 'bearer' | 'basic' | 'api-key' | 'certificate';

/** Who is calling, once the credential was accepted. */
export interface Caller extends Partial<Presentation> {
  readonly way: Way;
  /** The party that limits of a route count, such as `client ledger for alice` or `app reports`. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** What is known of the caller, as the claims of an access token. RFC 9068 §2.2 */
  readonly claims: JsonObject;
  /** The access token that came, where one did. */
  readonly token?: string | undefined;
  /** Whether the API can judge by itself who sends that token, as the gateway did; it can unless this says no. RFC 9449 §4.3 */
  readonly provable?: boolean | undefined;
  /** The plan its calls count on. */
  readonly plan?: string | undefined;
  /** Whose plan that is, where an app calls with a user's token. */
  readonly app?: string | undefined;
}
