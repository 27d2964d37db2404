import { base64url } from '../../http/encoding.ts';
import type { Span } from '../../trace/span.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { LogoutMemory } from '../relying-party/backchannel-logout.ts';
import type { HeldTokens } from '../relying-party/redeem.ts';

/** A login that a browser began here. RFC 9700 §4.7 */
export interface Flow {
  readonly id: string;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the browser goes once it is logged in. */
  readonly returnTo: string;
  readonly begunAt: number;
}

/** Somebody who is logged in, with the tokens that the page never sees. */
export interface BackEndSession {
  readonly id: string;
  readonly sub: string;
  /** The session at the issuer that it came of. Back-Channel Logout §2.1 */
  readonly sid: string | undefined;
  readonly name: string;
  readonly begunAt: number;
  tokens: HeldTokens;
  /** New tokens that were asked for and have not come yet. */
  renewal?: Promise<HeldTokens | undefined> | undefined;
}

/** What a back end remembers: logins under way, by `state`, and sessions. */
export interface BackEndMemory extends LogoutMemory {
  readonly flows: BoundedMap<string, Flow>;
  readonly sessions: BoundedMap<string, BackEndSession>;
}

/** A memory with nothing in it. */
export function createMemory(): BackEndMemory {
  return { flows: new BoundedMap(200), sessions: new BoundedMap(200) };
}

/** Fresh random text of a world. */
export function randomText(span: Span, length: number): string {
  return base64url(span.random(length));
}
