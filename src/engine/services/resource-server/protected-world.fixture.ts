import type { CheckId } from '../../checks/catalogue.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { signCompact } from '../../protocol/token/jws.ts';
import type { CheckRecord, Trace } from '../../trace/trace.ts';
import { createWorld } from '../../world/world.ts';
import type { World } from '../../world/world.ts';
import { LAB_START } from '../../world/clock.ts';
import { ACCESS_TOKEN_KEY, PUBLIC_JWKS } from '../../world/keys/keys.ts';
import { createNonceMemory } from '../dpop/proof-memory.ts';
import { createGateway } from '../gateway/gateway.ts';
import { INVOICE_ROUTES } from '../gateway/routes.ts';
import type { Surroundings } from '../invoices-api/store.ts';
import { INVOICES_POLICY } from '../invoices-api/policy.ts';
import { createRevokedTokens } from './revocation/revoked-tokens.ts';
import { createInvoicesApi } from '../invoices-api/invoices-api.ts';

export const GATEWAY = 'https://api.lab.test';
export const INVOICES_API = 'https://invoices.internal.lab.test';
const ISSUER = 'https://as.lab.test';

const usual = { issuer: ISSUER, resource: GATEWAY, jwksUri: `${ISSUER}/jwks`, leewaySeconds: 30 };

const SURROUNDINGS: Surroundings = {
  issuer: ISSUER,
  payments: 'https://payments.internal.lab.test',
  partner: 'https://partner.lab.test',
  callable: ['https://partner.lab.test'],
  way: 'exchange',
  client: { id: 'invoices-api', secret: 'secret', partnerKey: 'key' },
};

/** A gateway, the invoices API and an issuer that only publishes its keys. */
export function protectedWorld(off: readonly CheckId[] = [], warm = true): World {
  const config = { ...usual, nonces: createNonceMemory() };
  const keys = warm ? PUBLIC_JWKS.keys : undefined;
  return createWorld({
    parties: [
      { id: 'as', name: 'Authorization server', kind: 'authorization-server', origins: [ISSUER] },
      { id: 'gateway', name: 'Gateway', kind: 'gateway', origins: [GATEWAY] },
      { id: 'invoices', name: 'Invoices API', kind: 'api', origins: [INVOICES_API] },
    ],
    services: {
      as: () => Promise.resolve({ status: 200, headers: [['Content-Type', 'application/json']], body: JSON.stringify(PUBLIC_JWKS) }),
      gateway: createGateway({ ...config, keys, revoked: createRevokedTokens(), routes: INVOICE_ROUTES, upstream: INVOICES_API }),
      invoices: createInvoicesApi({ ...config, keys, revoked: createRevokedTokens(), policy: INVOICES_POLICY, surroundings: SURROUNDINGS }),
    },
    off,
  });
}

const PEOPLE: Readonly<Record<string, JsonObject>> = {
  alice: { department: 'Finance', tenant: 'one', roles: [] },
  bob: { department: 'Sales', tenant: 'one', roles: [] },
  carol: { department: 'Finance', tenant: 'two', roles: ['manager'] },
};

/** A genuine access token with some members of its claims or header replaced; undefined takes one away. */
export function tokenFor(sub: string, claims: JsonObject = {}, header: JsonObject = {}, key = ACCESS_TOKEN_KEY): Promise<string> {
  const now = LAB_START / 1000;
  const usual = {
    iss: ISSUER,
    sub,
    aud: GATEWAY,
    exp: now + 300,
    iat: now,
    jti: 'token-1',
    client_id: 'ledger',
    scope: 'invoice_read invoice_write',
    ...PEOPLE[sub],
  };
  return signCompact({ typ: 'at+jwt', alg: 'Ed25519', kid: ACCESS_TOKEN_KEY.kid, ...header }, { ...usual, ...claims }, key);
}

export interface Asked {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: readonly Header[];
  readonly body?: string;
}

/** A request to one of the two, with a bearer token where one is given. */
function requestTo(url: string, { method = 'GET', token, headers = [], body = '' }: Asked = {}): HttpRequest {
  return { method, url, headers: [...(token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const]), ...headers], body };
}

export interface Answered {
  readonly response: HttpResponse;
  readonly trace: Trace;
  /** The record of one check, at the party the request went to unless said otherwise. */
  readonly record: (check: CheckId, party?: string) => CheckRecord | undefined;
}

/** Sends one request and gives the answer with what was recorded of it. */
export async function ask(world: World, url: string, asked: Asked = {}): Promise<Answered> {
  const { response, exchange } = await world.deliver(requestTo(url, asked), { from: 'app' });
  const trace = world.trace();
  const made = trace.exchanges.filter(({ number }) => number >= exchange);
  const to = made[0]?.to;
  return {
    response,
    trace,
    record: (check, party = to) => made.flatMap(({ checks }) => checks).find((one) => one.check === check && one.party === party),
  };
}
