import { allowValue, asksBy, header } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { resolvedPath } from '../../http/path.ts';
import { pathKnown } from '../../protocol/message/path-known.ts';
import type { Service } from '../../trace/span.ts';
import { late } from '../late.ts';
import { authorize } from './authorize/authorize.ts';
import { consent } from './authorize/consent.ts';
import { login } from './authorize/login/login.ts';
import { resume } from './authorize/resume.ts';
import type { Context, Endpoint } from './context.ts';
import { authorizationServerMetadata, jwks } from './metadata.ts';
import type { AuthorizationServerConfig } from './client/registration.ts';
import { noStore, text } from './respond.ts';
import { createStore } from './store.ts';
import { token } from './token/token.ts';
import { userinfo } from './userinfo.ts';

interface Route {
  readonly methods: readonly string[];
  readonly endpoint: Endpoint;
}

/** Where no cookie counts, so that pages of every origin may read the answers. */
export const READABLE: ReadonlySet<string> = new Set([
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
  '/jwks',
  '/device_authorization',
  '/par',
  '/register',
  '/register/client',
  '/token',
  '/revoke',
  '/userinfo',
]);

const readableAnswer = late(async () => (await import('./cross-origin.ts')).readableAnswer);

const ROUTES: Readonly<Record<string, Route>> = {
  '/.well-known/oauth-authorization-server': { methods: ['GET'], endpoint: authorizationServerMetadata },
  '/.well-known/openid-configuration': {
    methods: ['GET'],
    endpoint: late(async () => (await import('./openid-configuration.ts')).openidConfiguration),
  },
  '/jwks': { methods: ['GET'], endpoint: jwks },
  '/authorize': { methods: ['GET', 'POST'], endpoint: authorize },
  // POST as well: with 303 left out, a browser repeats the form here.
  '/authorize/resume': { methods: ['GET', 'POST'], endpoint: resume },
  '/login': { methods: ['POST'], endpoint: login },
  '/login/second-factor': {
    methods: ['POST'],
    endpoint: late(() => import('./authorize/login/second-factor.ts').then(({ secondFactor }) => secondFactor)),
  },
  '/apps': { methods: ['GET', 'POST'], endpoint: late(() => import('./authorize/apps.ts').then(({ apps }) => apps)) },
  '/consent': { methods: ['POST'], endpoint: consent },
  '/device_authorization': {
    methods: ['POST'],
    endpoint: late(async () => (await import('./device/device-endpoint.ts')).deviceAuthorization),
  },
  '/device': { methods: ['GET', 'POST'], endpoint: late(async () => (await import('./device/device-page.ts')).devicePage) },
  '/device/confirm': { methods: ['GET', 'POST'], endpoint: late(async () => (await import('./device/confirm.ts')).deviceConfirm) },
  '/register': { methods: ['POST'], endpoint: late(async () => (await import('./register/register.ts')).register) },
  '/register/client': {
    methods: ['GET', 'PUT', 'DELETE'],
    endpoint: late(async () => (await import('./register/client-configuration.ts')).clientConfiguration),
  },
  '/par': { methods: ['POST'], endpoint: late(() => import('./pushed/par.ts').then(({ par }) => par)) },
  '/token': { methods: ['POST'], endpoint: token },
  '/federation': {
    methods: ['POST'],
    endpoint: late(() => import('./federation/begin-federation.ts').then(({ beginFederation }) => beginFederation)),
  },
  '/federation/callback': {
    methods: ['GET'],
    endpoint: late(() => import('./federation/federation-callback.ts').then(({ federationCallback }) => federationCallback)),
  },
  '/federation/link': { methods: ['POST'], endpoint: late(() => import('./federation/link.ts').then(({ link }) => link)) },
  '/logout': { methods: ['GET', 'POST'], endpoint: late(() => import('./logout/logout.ts').then(({ logout }) => logout)) },
  '/logout/confirm': {
    methods: ['POST'],
    endpoint: late(() => import('./logout/confirm-logout.ts').then(({ confirmLogout }) => confirmLogout)),
  },
  '/introspect': { methods: ['POST'], endpoint: late(() => import('./introspection/introspect.ts').then(({ introspect }) => introspect)) },
  '/revoke': { methods: ['POST'], endpoint: late(() => import('./revocation/revoke.ts').then(({ revoke }) => revoke)) },
  '/userinfo': { methods: ['GET', 'POST'], endpoint: userinfo },
};

/** The same for a path that came: a map compares it as text, an object would make a name of it first. */
const AT_PATH: ReadonlyMap<string, Route> = new Map(Object.entries(ROUTES));

function store(config: AuthorizationServerConfig, start: number): ReturnType<typeof createStore> {
  const made = createStore();
  for (const { refreshToken, clientId, sub, scope } of config.earlierGrants ?? []) {
    made.families.set(refreshToken, {
      id: refreshToken,
      clientId,
      sub,
      scope,
      resources: [config.resources[0]],
      authTime: start,
      createdAt: start,
      lastUsedAt: start,
      revoked: false,
      withdrawn: false,
    });
    made.refreshTokens.set(refreshToken, { family: refreshToken, used: false });
  }
  return made;
}

/**
 * An OAuth 2.1 authorization server and OpenID Provider with a memory of its own.
 * @param start when its earlier grants were made, in milliseconds since 1970
 */
export function createAuthorizationServer(config: AuthorizationServerConfig, start: number): Service {
  const memory = store(config, start);
  return (request, span) => {
    const path = resolvedPath(request.url);
    const route = AT_PATH.get(path);
    if (!span.check('http.path-known', pathKnown(path, route !== undefined)) || !route)
      return Promise.resolve(text(404, 'There is nothing at this address.', noStore(span)));
    const answer = (): Promise<HttpResponse> => Promise.resolve(answerAt(route, request, { config, store: memory, span }));
    const fromPage = READABLE.has(path) && header(request, 'origin') !== undefined;
    return fromPage ? readableAnswer(request, route.methods, answer) : answer();
  };
}

function answerAt(route: Route, request: HttpRequest, context: Context): ReturnType<Endpoint> {
  const { span } = context;
  const allowed = allowValue(route.methods);
  const asked = route.methods.some((method) => asksBy(request, method));
  if (!span.check('http.method', { passed: asked, expected: allowed, received: request.method })) {
    return text(405, `This address takes ${allowed}.`, [['Allow', allowed], ...noStore(span)]);
  }
  return route.endpoint(request, context);
}
