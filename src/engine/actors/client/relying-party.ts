import * as oauth from 'oauth4webapi';
import type { JWK } from 'jose';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { metadataIssuerMatches, userinfoSubjectMatches } from '../../protocol/authorization/authorization-response.ts';
import { failed } from '../../protocol/finding.ts';
import type { OpeningPolicy } from '../../protocol/jwe/jwe-rules.ts';
import { textClaim } from '../../protocol/token/claim-rules.ts';
import { validateIdToken } from '../../protocol/token/id-token.ts';
import { late } from '../../services/late.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import type { AskedLogin } from '../../protocol/token/login-as-asked.ts';
import type { Judge } from '../../trace/span.ts';
import { beginLogin } from '../../services/relying-party/begin-login.ts';
import type { LoginRequest } from '../../services/relying-party/begin-login.ts';
import type { LoginMemory, ReceivedLogin } from '../../services/ledger-app/login-memory.ts';
import type { PartyId } from '../../trace/trace.ts';
import type { World } from '../../world/world.ts';
import type { Send, Sent } from '../cast.ts';
import { createKeySet } from '../../services/resource-server/key-set.ts';
import { captureSent } from '../fetch-by-send.ts';
import { jsonObject, readTokenResponse } from './token-outcome.ts';
import type { TokenOutcome, Tokens } from './token-outcome.ts';

/** What may be asked for when a login begins. */
export interface AuthorizationRequestOptions extends Omit<LoginRequest, 'idTokenHint'> {
  /** Sends the ID token it holds, so that only this user will do. OpenID Connect Core §3.1.2.1 */
  readonly sameUser?: boolean;
}

/** What UserInfo answered. */
export interface UserInfoOutcome {
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  readonly refused?: string | undefined;
  /** Absent where the client sent nothing. */
  readonly response?: HttpResponse | undefined;
}

/** A client: it starts logins, redeems codes, keeps tokens and calls APIs. oauth4webapi writes its requests. */
export interface RelyingParty {
  readonly clientId: string;
  readonly redirectUri: string;
  /** Tokens it holds now. */
  readonly tokens: Partial<Tokens>;
  /** What came back at its redirect URI since the last authorization request. */
  readonly received: ReceivedLogin | undefined;
  /** Reads the metadata of its issuer, over the network. RFC 8414 §3 */
  discover(): Promise<TokenOutcome>;
  /** Begins a login: fresh state, nonce and verifier are remembered, and the address is given. RFC 6749 §4.1.1 */
  authorizationRequest(options?: AuthorizationRequestOptions): Promise<string>;
  /**
   * Begins a login in the same way, and gives the app's own address instead: from there the app sends the browser on with
   * a cookie by which it knows it again. Only for apps with such a page. RFC 9700 §4.7
   */
  login(options?: AuthorizationRequestOptions): Promise<string>;
  /** Redeems the code that came, then validates the ID token. RFC 6749 §4.1.3; OpenID Connect Core §3.1.3.7 */
  redeem(): Promise<TokenOutcome>;
  /** Asks for new tokens with the refresh token it holds. RFC 6749 §6 */
  refresh(options?: { readonly scope?: string; readonly refreshToken?: string }): Promise<TokenOutcome>;
  /** Asks who logged in. OpenID Connect Core §5.3 */
  userInfo(): Promise<UserInfoOutcome>;
  /** Calls an API with the access token it holds, or with another. RFC 6750 §2.1 */
  get(url: string, accessToken?: string): Promise<HttpResponse>;
  /** Sends JSON to an API with the access token it holds, or with another. RFC 6750 §2.1 */
  post(url: string, body: unknown, accessToken?: string): Promise<HttpResponse>;
}

/** What a client is set up with. */
export interface RelyingPartyOptions {
  readonly party: PartyId;
  readonly clientId: string;
  /** A confidential client has one. */
  readonly secret?: string | undefined;
  readonly redirectUri: string;
  readonly scope: string;
  readonly issuer: string;
  /** The issuer's public keys, which the client knows beforehand. */
  readonly keys: readonly JWK[];
  readonly send: Send;
  readonly world: Pick<World, 'random' | 'clock'>;
  readonly memory: LoginMemory;
  /** How it opens ID tokens that are sealed to it, where it registered a key for them. */
  readonly opening?: OpeningPolicy | undefined;
  /** Tokens from before the play began. */
  readonly tokens?: Partial<Tokens> | undefined;
}

/** Few logins are asked for with conditions, so their judge is fetched with the first. */
const judgeLogin = late<[JsonObject, AskedLogin, Judge], boolean>(() =>
  import('../../services/ledger-app/judge-login.ts').then((part) => part.judgeLogin),
);

/** A client that has begun no login yet. */
export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  const { party, clientId, redirectUri, issuer, send, world, memory } = options;
  let server: oauth.AuthorizationServer = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
  };
  const client: oauth.Client = { client_id: clientId };
  const authentication = options.secret === undefined ? oauth.None() : oauth.ClientSecretBasic(options.secret);
  let tokens: Partial<Tokens> = options.tokens ?? {};
  let subject: string | undefined;
  const keySet = createKeySet({ jwksUri: `${issuer}/jwks`, keys: options.keys });

  /** An ID token as it was signed: taken out of its envelope, where this client has a key for one. OpenID Connect Core §16.14 */
  async function openedIdToken(
    idToken: string | undefined,
    judge: Judge,
  ): Promise<{ readonly idToken?: string | undefined; readonly refused?: string }> {
    if (idToken === undefined || !options.opening) return { idToken };
    const { openSealedIdToken } = await import('./sealed-id-token.ts');
    return openSealedIdToken(idToken, options.opening, judge);
  }

  /** The checks of the response are the ones of the catalogue; each is made, the first that fails decides. */
  async function accept(
    { response, judge }: Sent,
    expected: {
      readonly nonce?: string | undefined;
      readonly openid: boolean;
      readonly login?: AskedLogin | undefined;
      /** Whose login is renewed. */
      readonly subject?: string | undefined;
    },
  ): Promise<TokenOutcome> {
    const outcome = readTokenResponse(response);
    if (!outcome.tokens) return outcome;
    const { accessToken } = outcome.tokens;
    const { idToken, refused: unopened } = await openedIdToken(outcome.tokens.idToken, judge);
    let refused: string | undefined = unopened;
    if (idToken !== undefined) {
      const asker = { now: judge.now, isOff: judge.isOff, fetch: async (asked: HttpRequest) => (await send(party, asked)).response };
      const { keys, refresh } = await keySet.keysFor(idToken, asker);
      if (refresh && !judge.check('jwt.key-refresh', refresh)) refused = 'jwt.key-refresh';
      const facts = {
        issuer,
        clientId,
        nonce: expected.nonce,
        subject: expected.subject,
        accessToken,
        keys,
        algorithms: ['RS256'],
        now: judge.now(),
        leewaySeconds: 0,
      };
      const { findings, claims } = await validateIdToken(idToken, facts);
      for (const { check, finding } of findings) if (!judge.check(check, finding)) refused ??= check;
      if (expected.login && !(await judgeLogin(claims ?? {}, expected.login, judge))) refused ??= 'rp.id-token-auth';
      const sub = textClaim(claims, 'sub');
      if (!refused && sub !== undefined) {
        subject = sub;
        memory.session = {
          sub,
          sid: textClaim(claims, 'sid'),
          end() {
            tokens = {};
            subject = undefined;
          },
        };
      }
    } else if (expected.openid && !judge.check('rp.id-token-signature', failed('an ID token, as openid was asked for', 'none')))
      refused = 'rp.id-token-signature';
    if (refused !== undefined) return { refused, response };
    tokens = { ...outcome.tokens, refreshToken: outcome.tokens.refreshToken ?? tokens.refreshToken };
    return outcome;
  }

  async function call(request: HttpRequest, accessToken: string | undefined): Promise<HttpResponse> {
    const bearer = accessToken ?? tokens.accessToken;
    const authorization = bearer === undefined ? [] : [['Authorization', `Bearer ${bearer}`] as const];
    return (await send(party, { ...request, headers: [...authorization, ['Accept', 'application/json'], ...request.headers] })).response;
  }

  async function begin({ sameUser = false, ...request }: AuthorizationRequestOptions = {}): Promise<string> {
    const { scope } = options;
    const asker = {
      issuer,
      endpoint: server.authorization_endpoint,
      clientId,
      redirectUri,
      scope,
      random: world.random,
      now: world.clock.now,
    };
    const begun = await beginLogin(asker, { ...request, idTokenHint: sameUser ? tokens.idToken : undefined });
    memory.begun = begun;
    memory.received = undefined;
    return begun.address;
  }

  return {
    clientId,
    redirectUri,
    get tokens() {
      return tokens;
    },
    get received() {
      return memory.received;
    },
    async discover() {
      const { response, judge } = await captureSent(party, send, (fetchOptions) =>
        oauth.discoveryRequest(new URL(issuer), { ...fetchOptions, algorithm: 'oauth2' }),
      );
      const body = jsonObject(response);
      const finding =
        response.status === 200 && Object.keys(body).length > 0
          ? metadataIssuerMatches(body['issuer'], issuer)
          : failed(issuer, `status ${response.status}, no metadata`, 'no metadata came');
      if (!judge.check('rp.metadata-issuer', finding)) return { refused: 'rp.metadata-issuer', response };
      const endpoint = (name: string, usual: string | undefined): string | undefined =>
        typeof body[name] === 'string' ? body[name] : usual;
      const read = {
        authorization_endpoint: endpoint('authorization_endpoint', server.authorization_endpoint),
        token_endpoint: endpoint('token_endpoint', server.token_endpoint),
      };
      server = { ...server, ...read } as oauth.AuthorizationServer;
      return { response };
    },
    authorizationRequest: begin,
    async login(request) {
      await begin(request);
      return new URL('/login', redirectUri).href;
    },
    async redeem() {
      const { begun, received } = memory;
      if (received?.code === undefined) return { refused: received?.refused ?? received?.error ?? 'no code' };
      const parameters = {
        code: received.code,
        redirect_uri: redirectUri,
        ...(begun?.codeVerifier === undefined ? {} : { code_verifier: begun.codeVerifier }),
      };
      // `state` and `iss` were judged where the response came in, so the library is not asked to do it again.
      const sent = await captureSent(party, send, (fetchOptions) =>
        oauth.genericTokenEndpointRequest(server, client, authentication, 'authorization_code', parameters, fetchOptions),
      );
      return accept(sent, { nonce: begun?.nonce, openid: begun?.scope.includes('openid') ?? false, login: begun?.login });
    },
    async refresh({ scope, refreshToken = tokens.refreshToken } = {}) {
      if (refreshToken === undefined) return { refused: 'no refresh token' };
      const additionalParameters: Record<string, string> = scope === undefined ? {} : { scope };
      const sent = await captureSent(party, send, (fetchOptions) =>
        oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, { ...fetchOptions, additionalParameters }),
      );
      return accept(sent, { openid: false, subject });
    },
    async userInfo() {
      const { accessToken } = tokens;
      if (accessToken === undefined) return { refused: 'no access token' };
      const { response, judge } = await captureSent(party, send, (fetchOptions) =>
        oauth.userInfoRequest(server, client, accessToken, fetchOptions),
      );
      const claims = jsonObject(response);
      if (response.status !== 200) return { refused: `status ${response.status}`, response };
      if (subject !== undefined && !judge.check('rp.userinfo-subject', userinfoSubjectMatches(claims['sub'], subject)))
        return { refused: 'rp.userinfo-subject', response };
      return { claims, response };
    },
    get: (url, accessToken) => call({ method: 'GET', url, headers: [], body: '' }, accessToken),
    post: (url, body, accessToken) =>
      call({ method: 'POST', url, headers: [['Content-Type', 'application/json']], body: JSON.stringify(body) }, accessToken),
  };
}
