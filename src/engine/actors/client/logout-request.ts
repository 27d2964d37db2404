import type { RelyingParty } from './relying-party.ts';

/** What a client may send along when it sends its user to log out. RP-Initiated Logout §2 */
export interface LogoutRequestOptions {
  readonly postLogoutRedirectUri?: string;
  readonly state?: string;
  /** Sends no ID token, as a page would that has none. */
  readonly withoutHint?: boolean;
}

/** The address to which a client sends its user to log out, with the ID token it holds as a hint. RP-Initiated Logout §2 */
export function logoutRequest(
  { clientId, tokens: { idToken } }: RelyingParty,
  endSessionEndpoint: string,
  { postLogoutRedirectUri, state, withoutHint = false }: LogoutRequestOptions = {},
): string {
  const url = new URL(endSessionEndpoint);
  const parameters = {
    id_token_hint: withoutHint ? undefined : idToken,
    client_id: clientId,
    post_logout_redirect_uri: postLogoutRedirectUri,
    state,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
