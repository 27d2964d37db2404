import type { CheckId } from '../../checks/catalogue.ts';
import type { AskedLogin } from '../../protocol/token/login-as-asked.ts';
import type { LogoutMemory } from '../relying-party/backchannel-logout.ts';

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
  /** Where the browser is to be sent, if it is the app that sends it. RFC 6749 §4.1.1 */
  readonly address?: string | undefined;
  /**
   * What the browser was given that began it at the app, and when: then it has to end there. Without one the address was
   * handed on by the app itself, and no browser is known. draft-ietf-oauth-security-topics-update §2.3
   */
  flow?: BrowserMark | undefined;
  /** Whether an answer was taken for it: its `state` counts once. RFC 9700 §2.1 */
  answered?: boolean;
}

/** By what a browser is known again: the value of its cookie. `at` is in milliseconds since 1970. */
export interface BrowserMark {
  readonly id: string;
  readonly at: number;
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
export interface LoginMemory extends LogoutMemory {
  begun?: BegunLogin | undefined;
  received?: ReceivedLogin | undefined;
  session?: AppSession | undefined;
  /** The browser in which the last login came back: its cookie stands for the session. */
  browser?: BrowserMark | undefined;
}
