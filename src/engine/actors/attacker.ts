import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { ClientIdentity } from '../protocol/tls/client-identity.ts';
import { late } from '../services/late.ts';
import type { Hosted } from '../services/attacker/attacker-site.ts';
import type { PartyId } from '../trace/trace.ts';
import type { Send, Sent } from './cast.ts';
import type { TokenOutcome } from './client/token-outcome.ts';
import type { LeakedCode } from './use-leaked.ts';

/** Somebody with a site, an app on the phone, and tools; no secret that did not leak. */
export interface Attacker {
  /** Sends any message, and presents any certificate, with whatever key. */
  send(request: HttpRequest, identity?: ClientIdentity): Promise<Sent>;
  /** Has an app on alice's phone claim `test.lab.ledger:`, so that what is meant for the Ledger phone app comes here. RFC 8252 §8.1 */
  claimScheme(): void;
  /**
   * Puts a page or an endpoint at one of the attacker's addresses: https://evil.lab.test, https://evil.test or
   * https://old.spa.lab.test, which is a name of the company that was taken over.
   */
  host(url: string, answer: Hosted): void;
  /** What came to those addresses, and to a scheme that the attacker's app has claimed; oldest first. */
  received(): readonly HttpRequest[];
  /** Tries to redeem a code that leaked, as a public client would. */
  redeem(code: string, known: LeakedCode): Promise<TokenOutcome>;
  /** Calls an API with a token that leaked. */
  get(url: string, token: string): Promise<HttpResponse>;
}

/** What an attacker is made of. */
export interface AttackerOptions {
  readonly party: PartyId;
  readonly send: Send;
  readonly tokenEndpoint: string;
  readonly received: () => readonly HttpRequest[];
  readonly claimScheme: () => void;
  readonly hosted: Map<string, Hosted>;
}

const redeemLeaked = late(async () => (await import('./use-leaked.ts')).redeemLeaked);
const getWithLeaked = late(async () => (await import('./use-leaked.ts')).getWithLeaked);

/** An attacker who has seen nothing yet. */
export function createAttacker({ party, send, tokenEndpoint, received, claimScheme, hosted }: AttackerOptions): Attacker {
  return {
    send: (request, identity) => send(party, request, identity),
    received,
    claimScheme,
    host(url, answer) {
      const { origin, pathname } = new URL(url);
      hosted.set(origin + pathname, answer);
    },
    redeem: (code, known) => redeemLeaked({ party, send, tokenEndpoint }, code, known),
    get: (url, token) => getWithLeaked({ party, send }, url, token),
  };
}
