import type { CheckEntry } from './check.ts';

type Group = Readonly<Record<string, CheckEntry>>;

const throttles = (): Promise<Group> => import('./authorization-server/throttle.ts').then(({ throttleChecks }) => throttleChecks);
const machines = (): Promise<Group> =>
  import('./authorization-server/client-credentials.ts').then(({ clientCredentialsChecks }) => clientCredentialsChecks);
const dpop = (): Promise<Group> => import('./token/dpop.ts').then(({ dpopChecks }) => dpopChecks);

/** Groups that come with the parts of the landscape that make them, by how their ids begin. */
const GROUPS: readonly { readonly ids: string; readonly load: () => Promise<Group> }[] = [
  { ids: 'authorize.message-target', load: async () => (await import('./authorization-server/response-mode.ts')).responseModeChecks },
  { ids: 'jwt.key-refresh', load: async () => (await import('./token/key-refresh.ts')).keyRefreshChecks },
  { ids: 'registration.', load: async () => (await import('./authorization-server/registration.ts')).registrationChecks },
  { ids: 'device.', load: async () => (await import('./authorization-server/device.ts')).deviceChecks },
  { ids: 'jwt.signature-range', load: async () => (await import('./token/curve-signatures.ts')).curveSignatureChecks },
  { ids: 'rp.message-origin', load: async () => (await import('./relying-party/web-message.ts')).webMessageChecks },
  { ids: 'jwe.', load: async () => (await import('./token/jwe.ts')).jweChecks },
  { ids: 'jwt.signed', load: async () => (await import('./token/jwe.ts')).jweChecks },
  { ids: 'client.certificate-', load: async () => (await import('./authorization-server/client-certificate.ts')).clientCertificateChecks },
  { ids: 'mtls.', load: () => import('./mtls.ts').then(({ mtlsChecks }) => mtlsChecks) },
  { ids: 'par.', load: () => import('./authorization-server/pushed-requests.ts').then(({ pushedRequestChecks }) => pushedRequestChecks) },
  { ids: 'api.', load: async () => (await import('./resource-server/api-business.ts')).apiBusinessChecks },
  { ids: 'http.outbound-', load: async () => (await import('./outbound.ts')).outboundChecks },
  { ids: 'exchange.', load: async () => (await import('./authorization-server/exchange.ts')).exchangeChecks },
  ...['gateway.basic', 'gateway.api-key', 'gateway.strip-credential'].map((ids) => ({
    ids,
    load: async () => (await import('./resource-server/caller.ts')).callerChecks,
  })),
  { ids: 'gateway.rate', load: async () => (await import('./resource-server/limit.ts')).limitChecks },
  { ids: 'gateway.quota', load: async () => (await import('./resource-server/limit.ts')).limitChecks },
  { ids: 'http.cors', load: async () => (await import('./resource-server/cross-origin.ts')).crossOriginChecks },
  { ids: 'http.error-detail', load: async () => (await import('./resource-server/error-detail.ts')).errorDetailChecks },
  { ids: 'rp.flow-session', load: async () => (await import('./relying-party/flow-session.ts')).flowSessionChecks },
  ...['rp.return-local', 'rp.csrf-header', 'rp.proxy-target', 'rp.tokens-in-back-end'].map((ids) => ({
    ids,
    load: async () => (await import('./relying-party/back-end.ts')).backEndChecks,
  })),
  ...['gateway.step-up', 'gateway.token-live', 'gateway.cache', 'gateway.introspection', 'gateway.fail', 'gateway.split'].map((ids) => ({
    ids,
    load: async () => (await import('./resource-server/gateway-token.ts')).gatewayTokenChecks,
  })),
  { ids: 'client.throttle', load: throttles },
  { ids: 'login.throttle', load: throttles },
  { ids: 'token.no-refresh-for-machines', load: machines },
  { ids: 'token.subject-distinct', load: machines },
  { ids: 'introspection.', load: async () => (await import('./authorization-server/introspection.ts')).introspectionChecks },
  { ids: 'revocation.', load: async () => (await import('./authorization-server/revocation.ts')).revocationChecks },
  {
    ids: 'client.assertion',
    load: () => import('./authorization-server/client-assertion.ts').then(({ clientAssertionChecks }) => clientAssertionChecks),
  },
  { ids: 'authorize.acr', load: async () => (await import('./resource-server/step-up.ts')).stepUpChecks },
  { ids: 'authorize.prompt-known', load: async () => (await import('./resource-server/step-up.ts')).stepUpChecks },
  { ids: 'authorize.subject', load: async () => (await import('./resource-server/step-up.ts')).stepUpChecks },
  { ids: 'authorize.claims-parameter', load: async () => (await import('./resource-server/step-up.ts')).stepUpChecks },
  { ids: 'login.second-factor', load: async () => (await import('./resource-server/step-up.ts')).stepUpChecks },
  { ids: 'authorize.error-redirect', load: async () => (await import('./authorization-server/error-redirect.ts')).errorRedirectChecks },
  { ids: 'logout.', load: async () => (await import('./authorization-server/logout.ts')).logoutChecks },
  { ids: 'rp.account-key', load: async () => (await import('./relying-party/federation.ts')).federationChecks },
  { ids: 'rp.logout-token', load: async () => (await import('./authorization-server/logout.ts')).logoutTokenChecks },
  { ids: 'rp.id-token-auth', load: async () => (await import('./relying-party/login-as-asked.ts')).loginAsAskedChecks },
  { ids: 'dpop.', load: dpop },
  { ids: 'token.code-dpop-key', load: dpop },
  { ids: 'token.refresh-bound', load: dpop },
];

/** Fetches the groups in which these checks are. */
export function fetchGroups(ids: readonly string[]): Promise<Group[]> {
  const needed = GROUPS.filter((group) => ids.some((id) => id.startsWith(group.ids)));
  return Promise.all(needed.map(({ load }) => load()));
}
