import type { LabKey } from '../authorization-server/keys/signing-key.ts';
import type { RegisteredSubject } from '../../protocol/client/client-certificate.ts';
import type { LimitPolicy } from '../../protocol/limit/call-limit.ts';
import type { AllowedOrigin } from '../../protocol/message/cross-origin.ts';
import type { GatewayClient, IntrospectionSetup } from './tokens/setup.ts';
import type { Route } from './routes.ts';

/** What an app has agreed on: calls in a short time, and calls in all. */
export interface Plan {
  readonly rate: LimitPolicy;
  readonly quota: LimitPolicy;
}

/** Somebody who may call with a user name and a password. RFC 7617 §2 */
export interface Account {
  readonly sub: string;
  readonly password: string;
  readonly department: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** A key that an app was given. It says which app is calling, and nothing about a user. */
export interface ApiKey {
  /** How logs name it; not a secret. */
  readonly id: string;
  readonly key: string;
  readonly app: string;
  /** The plan its calls count on. */
  readonly plan: string;
  readonly scopes: readonly string[];
  /** The department and tenant that the app belongs to. */
  readonly department: string;
  readonly tenant: string;
  /** From when on the key is rotated out, in milliseconds since 1970; undefined while it is the current one. */
  readonly until?: number | undefined;
}

/** A machine that may call by its certificate. RFC 8705 §2.1.2 */
export interface Machine {
  readonly id: string;
  /** By what its certificate has to name it. */
  readonly names: RegisteredSubject;
  readonly scopes: readonly string[];
  readonly department: string;
  readonly tenant: string;
}

/** What a gateway is set up with beside its usual routes. */
export interface GatewayData {
  readonly routes: readonly Route[];
  readonly accounts: readonly Account[];
  /** What a user may do who calls with a password: nobody has delegated less. */
  readonly accountScopes: readonly string[];
  readonly apiKeys: readonly ApiKey[];
  readonly machines: readonly Machine[];
  /** Sites whose pages may read answers. */
  readonly origins: readonly AllowedOrigin[];
  /** By name. */
  readonly plans: Readonly<Record<string, Plan>>;
  /** How the issuer is asked about tokens that say nothing themselves. */
  readonly introspection?: IntrospectionSetup | undefined;
  /** How tokens are traded for others. */
  readonly exchange?: (GatewayClient & { readonly endpoint: string }) | undefined;
  /** Signs the tokens that travel to the APIs in the place of other credentials. */
  readonly innerKey?: LabKey | undefined;
}

/** A gateway that knows nobody but the issuer of tokens. */
export const NO_DATA: GatewayData = { routes: [], accounts: [], accountScopes: [], apiKeys: [], machines: [], origins: [], plans: {} };
