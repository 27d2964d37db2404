import { FORM_TYPE, encodeForm } from '../http/form.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import type { ClientIdentity } from '../protocol/tls/client-identity.ts';
import type { Hosted } from '../services/attacker/attacker-site.ts';
import type { PartyId } from '../trace/trace.ts';
import type { Send, Sent } from './cast.ts';
import { readTokenResponse } from './client/token-outcome.ts';
import type { TokenOutcome } from './client/token-outcome.ts';

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
  redeem(
    code: string,
    options: { readonly clientId: string; readonly redirectUri?: string; readonly verifier?: string },
  ): Promise<TokenOutcome>;
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
    async redeem(code, { clientId, redirectUri, verifier }) {
      const fields: [string, string][] = [
        ['grant_type', 'authorization_code'],
        ['code', code],
        ['client_id', clientId],
      ];
      if (redirectUri !== undefined) fields.push(['redirect_uri', redirectUri]);
      if (verifier !== undefined) fields.push(['code_verifier', verifier]);
      const { response } = await send(party, {
        method: 'POST',
        url: tokenEndpoint,
        headers: [FORM_TYPE, ['Accept', 'application/json']],
        body: encodeForm(fields),
      });
      return readTokenResponse(response);
    },
    async get(url, token) {
      const sent = await send(party, {
        method: 'GET',
        url,
        headers: [
          ['Authorization', `Bearer ${token}`],
          ['Accept', 'application/json'],
        ],
        body: '',
      });
      return sent.response;
    },
  };
}
