import type { JWK } from 'jose';
import type { CheckId } from '../../checks/catalogue.ts';
import { formatClientBasic } from '../../http/basic.ts';
import { FORM_TYPE, encodeForm } from '../../http/form.ts';
import type { HttpResponse } from '../../http/message.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { failed } from '../../protocol/finding.ts';
import { ID_TOKEN_CHECKS, validateIdToken } from '../../protocol/token/id-token.ts';
import type { Span } from '../../trace/span.ts';
import type { FoundKeys, KeySet } from '../resource-server/key-set.ts';

/** A confidential client of one issuer, as a service that logs users in there is set up. RFC 6749 §2 */
export interface IssuerRegistration {
  readonly issuer: string;
  readonly clientId: string;
  readonly secret: string;
  readonly redirectUri: string;
  readonly scope: string;
  /** The issuer's public keys, known beforehand. */
  readonly keys: readonly JWK[];
  /** The same as a copy that is read again where a key is not known; without it the known ones are all. OpenID Connect Core §10.1.1 */
  readonly keySet?: KeySet | undefined;
  /** Where it is asked, if its metadata was read; usual places otherwise. OpenID Connect Discovery §3 */
  readonly endpoints?: { readonly authorization: string; readonly token: string } | undefined;
  /** The algorithms it signs ID tokens with. RFC 8725 §3.1 */
  readonly algorithms: readonly string[];
}

/** Tokens a service holds for somebody; `expiresAt` in milliseconds since 1970. RFC 6749 §5.1 */
export interface HeldTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  readonly idToken?: string | undefined;
  readonly expiresAt: number;
}

/** What came of asking for tokens: they are there, with the claims of the ID token; or a check or an error refused. */
export type Redeemed = { readonly tokens: HeldTokens; readonly claims: JsonObject } | { readonly refused: CheckId | 'no tokens' };

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function objectIn({ body }: HttpResponse): JsonObject {
  const parsed = parseStrictJson(body);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
}

function post(
  url: string,
  fields: Readonly<Record<string, string>>,
  { clientId, secret }: IssuerRegistration,
  span: Span,
): Promise<HttpResponse> {
  return span.fetch({
    method: 'POST',
    url,
    headers: [FORM_TYPE, ['Accept', 'application/json'], ['Authorization', formatClientBasic({ user: clientId, password: secret })]],
    body: encodeForm(Object.entries(fields)),
  });
}

async function ask(
  fields: Readonly<Record<string, string>>,
  registration: IssuerRegistration,
  span: Span,
): Promise<HeldTokens | undefined> {
  const response = await post(registration.endpoints?.token ?? `${registration.issuer}/token`, fields, registration, span);
  const body = objectIn(response);
  const accessToken = text(body['access_token']);
  // What is no bearer token would be sent as one all the same. RFC 6749 §7.1; OpenID Connect Core §3.1.3.3
  const isBearer = text(body['token_type'])?.toLowerCase() === 'bearer';
  if (response.status !== 200 || accessToken === undefined || !isBearer) return undefined;
  const seconds = body['expires_in'];
  return {
    accessToken,
    refreshToken: text(body['refresh_token']),
    idToken: text(body['id_token']),
    expiresAt: span.now() + (typeof seconds === 'number' ? seconds : 0) * 1000,
  };
}

/**
 * Redeems a code as a service of its own, server to server, and makes every check of the ID token that
 * comes with it. An issuer out of reach gives no tokens. RFC 6749 §4.1.3; OpenID Connect Core §3.1.3.7
 */
export async function redeemCode(
  { code, codeVerifier, nonce }: { readonly code: string; readonly codeVerifier: string; readonly nonce: string },
  registration: IssuerRegistration,
  span: Span,
): Promise<Redeemed> {
  span.plan(...ID_TOKEN_CHECKS);
  const { issuer, clientId, redirectUri, algorithms } = registration;
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier };
  const tokens = await ask(fields, registration, span).catch(() => undefined);
  if (!tokens) return { refused: 'no tokens' };
  if (tokens.idToken === undefined) {
    return span.check('rp.id-token-signature', failed('an ID token, as openid was asked for', 'none'))
      ? { tokens, claims: {} }
      : { refused: 'rp.id-token-signature' };
  }
  const { keys, refresh }: FoundKeys = (await registration.keySet?.keysFor(tokens.idToken, span)) ?? registration;
  let refused: CheckId | undefined;
  if (refresh && !span.check('jwt.key-refresh', refresh)) refused = 'jwt.key-refresh';
  const expected = { issuer, clientId, nonce, accessToken: tokens.accessToken, keys, algorithms, now: span.now(), leewaySeconds: 0 };
  const { findings, claims = {} } = await validateIdToken(tokens.idToken, expected);
  for (const { check, finding } of findings) if (!span.check(check, finding)) refused ??= check;
  return refused === undefined ? { tokens, claims } : { refused };
}

/** New tokens for the refresh token a service holds; undefined where the issuer gives none. RFC 6749 §6 */
export async function refreshTokens(tokens: HeldTokens, registration: IssuerRegistration, span: Span): Promise<HeldTokens | undefined> {
  if (tokens.refreshToken === undefined) return undefined;
  const fresh = await ask({ grant_type: 'refresh_token', refresh_token: tokens.refreshToken }, registration, span).catch(() => undefined);
  return fresh && { ...fresh, refreshToken: fresh.refreshToken ?? tokens.refreshToken };
}

/**
 * Gives tokens back that nobody will use any more: the refresh token, which takes the others with it, or the
 * access token where there is none. An issuer out of reach changes nothing here. RFC 7009 §2.1
 */
export async function giveBack({ refreshToken, accessToken }: HeldTokens, registration: IssuerRegistration, span: Span): Promise<void> {
  const fields =
    refreshToken === undefined
      ? { token: accessToken, token_type_hint: 'access_token' }
      : { token: refreshToken, token_type_hint: 'refresh_token' };
  await post(`${registration.issuer}/revoke`, fields, registration, span).catch(() => undefined);
}
