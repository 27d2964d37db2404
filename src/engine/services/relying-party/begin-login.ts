import { base64url } from '../../http/encoding.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { deriveChallenge } from '../../protocol/authorization/pkce.ts';
import { parseScope } from '../../protocol/authorization/scope.ts';
import type { BegunLogin } from '../ledger-app/login-memory.ts';

/** What may be asked for at the authorization endpoint. */
export interface LoginRequest {
  readonly scope?: string;
  readonly resource?: string;
  readonly prompt?: string;
  /** Seconds. */
  readonly maxAge?: number;
  /** Authentication context classes, the one that is liked best first. OpenID Connect Core §3.1.2.1 */
  readonly acrValues?: string;
  /** Claims asked for by name. OpenID Connect Core §5.5 */
  readonly claims?: JsonObject;
  /** An ID token, so that only its user will do. OpenID Connect Core §3.1.2.1 */
  readonly idTokenHint?: string | undefined;
  /** Leaves PKCE out, as a client of old would. */
  readonly withoutPkce?: boolean;
  readonly challengeMethod?: 'S256' | 'plain';
  /** Thumbprint of the DPoP key that alone may redeem the code. RFC 9449 §10 */
  readonly dpopKey?: string;
}

/** Who asks, and whom. */
interface Asker {
  readonly issuer: string;
  /** The authorization endpoint; the usual one where it is not said. */
  readonly endpoint?: string | undefined;
  readonly clientId: string;
  readonly redirectUri: string;
  /** What is asked for where nothing else is said. */
  readonly scope: string;
  readonly random: (length: number) => Uint8Array<ArrayBuffer>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Begins a login: fresh `state`, `nonce` and verifier, and the address with the request. RFC 6749 §4.1.1; RFC 7636 §4.1 */
export async function beginLogin(
  { issuer, endpoint = `${issuer}/authorize`, clientId, redirectUri, scope: usual, random, now }: Asker,
  {
    scope = usual,
    resource,
    prompt,
    maxAge,
    acrValues,
    claims,
    idTokenHint,
    withoutPkce = false,
    challengeMethod = 'S256',
    dpopKey,
  }: LoginRequest = {},
): Promise<BegunLogin & { readonly address: string }> {
  const text = (length: number): string => base64url(random(length));
  const scopes = parseScope(scope);
  const state = text(16);
  const nonce = scopes.includes('openid') ? text(16) : undefined;
  const codeVerifier = withoutPkce ? undefined : text(32);
  const login = maxAge === undefined && acrValues === undefined ? undefined : { maxAge, acr: parseScope(acrValues), askedAt: now() };
  const url = new URL(endpoint);
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce,
    resource,
    prompt,
    acr_values: acrValues,
    claims: claims && JSON.stringify(claims),
    id_token_hint: idTokenHint,
    dpop_jkt: dpopKey,
  };
  if (maxAge !== undefined) parameters['max_age'] = String(maxAge);
  if (codeVerifier !== undefined) {
    parameters['code_challenge'] = challengeMethod === 'S256' ? await deriveChallenge(codeVerifier) : codeVerifier;
    parameters['code_challenge_method'] = challengeMethod;
  }
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return { state, nonce, codeVerifier, scope: scopes, resource, issuer, login, address: url.href };
}
