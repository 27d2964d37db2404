import type { CheckId } from '../../checks/catalogue.ts';
import type { AskedLogin } from '../../protocol/token/login-as-asked.ts';

/** What a client keeps about a login it has begun, to compare with what comes back. RFC 6749 §10.12 */
export interface BegunLogin {
  readonly state: string;
  readonly nonce?: string | undefined;
  readonly codeVerifier?: string | undefined;
  readonly scope: readonly string[];
  readonly resource?: string | undefined;
  /** What was asked of the login, to compare with the ID token. OpenID Connect Core §3.1.3.7 */
  readonly login?: AskedLogin | undefined;
  /** The issuer that was asked. RFC 9207 §2.4 */
  readonly issuer: string;
  /** Whether an answer was taken for it: its `state` counts once. RFC 9700 §2.1 */
  answered?: boolean;
}

/** What came back at the redirect URI: a code, an error of the authorization server, or something refused here. */
export interface ReceivedLogin {
  readonly code?: string | undefined;
  readonly error?: string | undefined;
  readonly refused?: CheckId | undefined;
}

/** Whom a client has logged in, by the ID token it accepted. Back-Channel Logout §2.1 */
export interface AppSession {
  readonly sub: string;
  readonly sid?: string | undefined;
  /** Forgets the tokens of this session. */
  readonly end: () => void;
}

/** Shared by a client's two halves: the one that starts logins, and the one that answers at the redirect URI. */
export interface LoginMemory {
  begun?: BegunLogin | undefined;
  received?: ReceivedLogin | undefined;
  session?: AppSession | undefined;
  /** Logout tokens that were taken, by `jti`: until when they count, in milliseconds since 1970. Back-Channel Logout §2.6 */
  logoutTokens?: Map<string, number> | undefined;
}
