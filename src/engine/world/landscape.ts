import type { CheckId } from '../checks/catalogue.ts';
import type { HttpRequest } from '../http/message.ts';
import { createAuthorizationServer } from '../services/authorization-server/authorization-server.ts';
import type { GatewayData } from '../services/gateway/data.ts';
import { createNonceMemory } from '../services/dpop/proof-memory.ts';
import { createKeyRing } from '../services/authorization-server/keys/key-ring.ts';
import { createGateway } from '../services/gateway/gateway.ts';
import { INVOICE_ROUTES } from '../services/gateway/routes.ts';
import { createInvoicesApi } from '../services/invoices-api/invoices-api.ts';
import type { LedgerConfig } from '../services/ledger-app/callback.ts';
import type { Surroundings } from '../services/invoices-api/store.ts';
import { INVOICES_POLICY } from '../services/invoices-api/policy.ts';
import { createLedgerApp } from '../services/ledger-app/ledger-app.ts';
import { late, lateService } from '../services/late.ts';
import { createKeySet } from '../services/resource-server/key-set.ts';
import { takesNotices } from '../services/resource-server/revocation/notices.ts';
import type { Hosted } from '../services/attacker/attacker-site.ts';
import { BoundedMap } from '../services/bounded-map.ts';
import { createRevokedTokens } from '../services/resource-server/revocation/revoked-tokens.ts';
import type { RevokedTokens } from '../services/resource-server/revocation/revoked-tokens.ts';
import type { LoginMemory } from '../services/ledger-app/login-memory.ts';
import type { AuthorizationServerConfig, Client } from '../services/authorization-server/client/registration.ts';
import { lateAttackerSite, lateLedgerPhone, lateMetadataHost, latePartnerApi, latePaymentsApi } from '../services/neighborhood.ts';
import type { Policy } from '../protocol/policy/policy.ts';
import type { Service } from '../trace/span.ts';
import type { Party } from '../trace/trace.ts';
import { LAB_START } from './clock.ts';
import type { Clock } from './clock.ts';
import { EARLIER_GRANT, EXCHANGE_TARGETS, FIRST_CLIENTS, REVOCATION_LISTENERS, SERVICE_CREDENTIALS } from './first-clients.ts';
import { ACCESS_TOKEN_KEY, CURVE_KEY, ID_TOKEN_KEY, INNER_PUBLIC_KEY, ISSUER_SEAL, PUBLIC_JWKS } from './keys/keys.ts';
import { KEY_FILES } from './keys/key-files.ts';
import { placeAt } from './origins.ts';
import type { Origins } from './origins.ts';
import {
  EVIL,
  EXPENSES,
  GATEWAY,
  INVOICES,
  ISSUER,
  OUTBOUND_ORIGINS,
  PARTIES,
  PARTNER,
  PARTNER_KEYS,
  PAYMENTS,
  PHONE_SCHEME,
  REPORTS,
  YOU,
} from './parties.ts';
import { SCOPES } from './scopes.ts';
import { USERS } from './users.ts';
import { createWorld, originOf } from './world.ts';
import type { World } from './world.ts';

/** Seconds by which the clocks of issuer and verifier may differ: short, and long enough to be seen. RFC 7519 §4.1.4 */
const LEEWAY = 30;

/** What may differ between two landscapes. */
export interface LandscapeOptions {
  readonly off?: readonly CheckId[] | undefined;
  /** Milliseconds since 1970. */
  readonly start?: number | undefined;
  readonly seed?: number | undefined;
  /** Which app has `test.lab.ledger:` at first. */
  readonly schemeOwner?: 'phone' | 'attacker' | undefined;
  /** How the APIs stand to each other and to their partner, and what their policies say, where that is not the usual. */
  readonly apis?: ApiOptions | undefined;
  /** Set where real clients speak to it over a real network. */
  readonly served?: Served | undefined;
}

/** What may differ at the APIs of two landscapes. */
export interface ApiOptions {
  /** How the invoices API gets a token for the payments API; by exchange, where nothing else is said. */
  readonly way?: Surroundings['way'] | undefined;
  readonly invoicesPolicy?: Policy | undefined;
  readonly paymentsPolicy?: Policy | undefined;
  /** What one euro comes to at the partner, by currency. */
  readonly rates?: Readonly<Record<string, number>> | undefined;
  /** Where the partner sends whoever asks for a quote. */
  readonly partnerMoved?: string | undefined;
}

/** What one euro comes to. */
const RATES = { CHF: 0.94, GBP: 0.86, JPY: 163.2, USD: 1.08 };

/** What differs where real clients speak to a landscape. */
export interface Served {
  /** Where each party answers, by its `.test` origin. */
  readonly origins: Origins;
  /** Real time, or one that somebody sets; a virtual clock otherwise. */
  readonly clock?: Clock | undefined;
  /** Where they are called with a certificate, such as `https://127.0.0.1:9443`. RFC 8705 §5 */
  readonly certificateOrigins?: { readonly as: string; readonly gateway: string } | undefined;
  /** How many exchanges are remembered, the newest; all otherwise. */
  readonly keep?: number | undefined;
}

/** All parties on one network, and what their own side of them remembers. */
export interface Landscape extends World {
  /** The logins each client has begun, and what came back. */
  readonly logins: { readonly app: LoginMemory; readonly phone: LoginMemory; readonly bank: LoginMemory; readonly spa: LoginMemory };
  /** What the authorization server was set up with: its clients, users, keys and scopes. */
  readonly registered: AuthorizationServerConfig;
  /** What the gateway was set up with: every route it lists, accounts, keys and plans. */
  readonly gatewayData: () => Promise<GatewayData>;
  /** What the attacker's site and app were sent, oldest first. */
  readonly caught: readonly HttpRequest[];
  /** What the attacker's addresses answer, by origin and path: put there by whoever plays. */
  readonly hosted: Map<string, Hosted>;
  /** Has the authorization server sign with its next keys from now on. False where it has no further ones. OpenID Connect Core §10.1.1 */
  rotateKeys(): Promise<boolean>;
  /** Decides which app the phone's system opens for `test.lab.ledger:`. Nothing stops another app from claiming it. RFC 8252 §8.1 */
  giveScheme(owner: 'phone' | 'attacker'): void;
}

/** The redirect URIs of a reader's own client, at any port. RFC 8252 §7.3 */
const LOOPBACK_CALLBACKS = ['http://127.0.0.1/callback', 'http://[::1]/callback'];

/** Whether an address is one of the web, as nearly all are; whatever begins otherwise is worth a closer look. */
function isWeb(url: string): boolean {
  return url.startsWith('https://') || url.startsWith('http://');
}

/** Whoever speaks to a served landscape from outside. */
const VISITOR: Party = { id: 'visitor', name: 'Your client', kind: 'client', origins: [] };

/** Clients as they are registered: a served landscape takes a client on the reader's own machine in the place of each. */
function registered(clients: Readonly<Record<string, Client>>, served: Served | undefined): Client[] {
  return Object.values(clients).map((client) =>
    served && client.redirectUris.length > 0 ? { ...client, redirectUris: [...client.redirectUris, ...LOOPBACK_CALLBACKS] } : client,
  );
}

/** The clients that are not at hand. */
const lateClients = late(async () => {
  const { CLIENTS } = await import('./clients.ts');
  const further = Object.entries<Client>(CLIENTS).filter(([name]) => !Object.hasOwn(FIRST_CLIENTS, name));
  return () => Object.fromEntries(further);
});

const lateExpenses = lateService(async () => (await import('../services/back-end-for-front-end/back-end.ts')).createBackEnd);

const lateReportsApi = lateService(async () => (await import('../services/reports-api/reports-api.ts')).createReportsApi);

const lateIdentityProvider = lateService(async () => (await import('./identity-provider.ts')).createIdentityProvider);

const lateGatewayData = late(async () => (await import('./gateway-data.ts')).gatewayData);

const resourceOpening = late(async () => {
  const { RESOURCE_OPENING } = await import('./keys/opening-keys.ts');
  return () => RESOURCE_OPENING;
});

const trustWith = late(async () => (await import('./certificates/lab-trust.ts')).trustWith);

const certificateKeys = late(async () => {
  const { CERTIFICATE_KEYS } = await import('./certificates/registered.ts');
  return () => CERTIFICATE_KEYS;
});

/** The whole landscape, new: its own clock, keys, stores and record. */
export function createLandscape({
  off = [],
  served,
  start = served?.clock?.now() ?? LAB_START,
  seed = 1,
  schemeOwner = 'phone',
  apis = {},
}: LandscapeOptions = {}): Landscape {
  const place = placeAt(served?.origins);
  const logins = { app: {} as LoginMemory, phone: {} as LoginMemory, bank: {} as LoginMemory, spa: {} as LoginMemory };
  const caught: HttpRequest[] = [];
  const hosted = new Map<string, Hosted>();
  const issuerPromised = !off.includes('authorize.iss-returned');
  const ledger = (clientId: string, memory: LoginMemory): LedgerConfig => ({
    issuer: place(ISSUER),
    clientId,
    keySet: createKeySet({ jwksUri: place(`${ISSUER}/jwks`), keys: PUBLIC_JWKS.keys }),
    issuerPromised,
    memory,
  });
  // The gateway and the API answer for one origin, so a proof with the nonce of one is right for both.
  const nonces = createNonceMemory();
  const policy = {
    ...place({
      issuer: ISSUER,
      resource: GATEWAY,
      leewaySeconds: LEEWAY,
      jwksUri: `${ISSUER}/jwks`,
      keys: PUBLIC_JWKS.keys,
      opening: resourceOpening,
    }),
    nonces,
    otherOrigins: served?.certificateOrigins && [served.certificateOrigins.gateway],
  };
  const told = (origin: string, create: (revoked: RevokedTokens) => Service): Service => {
    const revoked = createRevokedTokens();
    return takesNotices(create(revoked), {
      issuer: policy.issuer,
      audience: place(origin),
      leewaySeconds: LEEWAY,
      keys: createKeySet(policy),
      revoked,
    });
  };
  const keyRing = createKeyRing(
    { accessToken: ACCESS_TOKEN_KEY, idToken: ID_TOKEN_KEY },
    async () => (await import('./keys/later-keys.ts')).LATER_KEYS,
    { signing: [CURVE_KEY], sealing: [ISSUER_SEAL] },
  );
  let further: readonly Client[] | undefined;
  const certificates = new BoundedMap<string, readonly string[]>(100);
  const authorizationServer: AuthorizationServerConfig = place({
    issuer: ISSUER,
    clients: registered(FIRST_CLIENTS, served),
    furtherClients: async () => (further ??= place(registered(await lateClients(), served))),
    users: USERS,
    resources: [GATEWAY, PAYMENTS],
    scopes: SCOPES,
    keys: keyRing,
    curveKey: CURVE_KEY,
    seals: async () => {
      const { ISSUER_OPENING, RESOURCE_SEAL_KEY } = await import('./keys/opening-keys.ts');
      return { opening: ISSUER_OPENING, of: place({ [GATEWAY]: RESOURCE_SEAL_KEY }) };
    },
    idTokenSealing: ['ECDH-ES+A256KW'],
    earlierGrants: [EARLIER_GRANT],
    certificateOrigin: served?.certificateOrigins?.as,
    certificateKeys,
    certificatesOf: (id, own) => certificates.set(id, own),
    internalDomains: ['internal.lab.test'],
    outboundOrigins: OUTBOUND_ORIGINS,
    exchangeTargets: EXCHANGE_TARGETS,
    upstream: {
      name: 'Partner',
      issuerPromised,
      registration: async () => place((await import('./identity-provider.ts')).UPSTREAM),
    },
    revocationListeners: REVOCATION_LISTENERS,
  });
  const surroundings: Surroundings = place({
    issuer: ISSUER,
    payments: PAYMENTS,
    partner: PARTNER,
    callable: [PARTNER, 'https://app.lab.test'],
    way: apis.way ?? 'exchange',
    client: { ...SERVICE_CREDENTIALS.invoices, partnerKey: PARTNER_KEYS.invoices },
  });
  const parties = place([...PARTIES, ...(served ? [VISITOR] : [])]);
  const furtherData = async (): Promise<GatewayData> => place(await lateGatewayData(start));
  const inner = { issuer: policy.resource, keys: [INNER_PUBLIC_KEY] };
  const world = createWorld({
    parties,
    guests: [YOU],
    off,
    start,
    seed,
    clock: served?.clock,
    keep: served?.keep,
    trust: () => trustWith(certificates),
    proxies: { invoices: ['gateway'] },
    pages: { gateway: async () => (await furtherData()).origins },
    services: {
      as: createAuthorizationServer(authorizationServer, start),
      app: createLedgerApp({
        ...ledger(FIRST_CLIENTS.ledger.id, logins.app),
        sessions: place({ redirectUri: FIRST_CLIENTS.ledger.redirectUris[0], scope: 'openid profile invoice_read' }),
      }),
      phone: lateLedgerPhone(ledger(FIRST_CLIENTS.phone.id, logins.phone)),
      spa: createLedgerApp(ledger('spa', logins.spa), 'Ledger in the browser'),
      bank: createLedgerApp({ ...ledger('bank-portal', logins.bank), formPost: true }, 'Bank portal'),
      attacker: lateAttackerSite({ origin: place(EVIL), honest: place(ISSUER), caught, hosted }),
      gateway: told(GATEWAY, (revoked) =>
        createGateway({
          ...policy,
          revoked,
          routes: INVOICE_ROUTES,
          upstream: place(INVOICES),
          data: furtherData,
        }),
      ),
      expenses: lateExpenses(
        place({
          registration: {
            issuer: ISSUER,
            clientId: SERVICE_CREDENTIALS.expenses.id,
            secret: SERVICE_CREDENTIALS.expenses.secret,
            redirectUri: `${EXPENSES}/callback`,
            scope: 'openid profile invoice_read',
            keys: PUBLIC_JWKS.keys,
            keySet: createKeySet({ jwksUri: place(`${ISSUER}/jwks`), keys: PUBLIC_JWKS.keys }),
            algorithms: [ID_TOKEN_KEY.alg],
          },
          issuerPromised,
          api: GATEWAY,
          apiPaths: ['/invoices', '/invoices/{id}'],
        }),
      ),
      idp: lateIdentityProvider({ place, start }),
      reports: lateReportsApi(place({ issuer: ISSUER, resource: REPORTS, leewaySeconds: LEEWAY, files: KEY_FILES })),
      invoices: told(INVOICES, (revoked) =>
        createInvoicesApi({
          ...policy,
          revoked,
          insideName: place(INVOICES),
          inner,
          surroundings,
          policy: place(apis.invoicesPolicy ?? INVOICES_POLICY),
        }),
      ),
      payments: told(PAYMENTS, (revoked) =>
        latePaymentsApi(
          place({ ...policy, inner, revoked, resource: PAYMENTS, zone: [GATEWAY, INVOICES, PAYMENTS], policy: apis.paymentsPolicy }),
        ),
      ),
      partner: latePartnerApi(place({ keys: Object.values(PARTNER_KEYS), rates: apis.rates ?? RATES, moved: apis.partnerMoved })),
      metadata: lateMetadataHost,
    },
  });
  const { partyAt } = world;
  let owner = schemeOwner;
  // `deliver` asks the world itself who answers, so the scheme's owner is put in there.
  return Object.assign(world, {
    logins,
    registered: authorizationServer,
    gatewayData: async () => {
      const data = await furtherData();
      return { ...data, routes: [...INVOICE_ROUTES, ...data.routes] };
    },
    caught,
    hosted,
    partyAt: (url: string) => (!isWeb(url) && originOf(url) === PHONE_SCHEME ? parties.find(({ id }) => id === owner) : partyAt(url)),
    rotateKeys: () => keyRing.rotate(world.clock.now()),
    giveScheme(next: 'phone' | 'attacker') {
      owner = next;
    },
  });
}
