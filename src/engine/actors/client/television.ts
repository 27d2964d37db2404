import * as oauth from 'oauth4webapi';
import type { HttpResponse } from '../../http/message.ts';
import { CLIENTS } from '../../world/clients.ts';
import { ISSUER } from '../../world/parties.ts';
import type { PartyId } from '../../trace/trace.ts';
import type { Cast } from '../cast.ts';
import { captureSent } from '../fetch-by-send.ts';
import { jsonObject, readTokenResponse } from './token-outcome.ts';
import type { TokenOutcome, Tokens } from './token-outcome.ts';

/** What a television puts on its screen. RFC 8628 §3.2 */
export interface DeviceScreen {
  readonly userCode: string;
  readonly verificationUri: string;
  /** What its QR code holds. */
  readonly verificationUriComplete?: string | undefined;
}

/** A device without a keyboard: it shows a code, and polls until its user has answered elsewhere. */
export interface Television {
  readonly clientId: string;
  /** Tokens it holds now. */
  readonly tokens: Partial<Tokens>;
  /** What is on its screen; undefined before it has started, and where it was refused. */
  readonly screen: DeviceScreen | undefined;
  /** Asks for codes. RFC 8628 §3.1 */
  start(options?: { readonly scope?: string }): Promise<HttpResponse>;
  /** Waits as long as it was told, by the world's clock, and polls once. RFC 8628 §3.4, §3.5 */
  poll(): Promise<TokenOutcome>;
  /** Polls at once, with its own device code or with another. */
  pollNow(deviceCode?: string): Promise<TokenOutcome>;
  /** Calls an API with the access token it holds. RFC 6750 §2.1 */
  get(url: string): Promise<HttpResponse>;
}

/**
 * The television: public client `television`.
 * @param party who runs the app; it has no secret, so anybody can
 */
export function createTelevision({ send, world }: Pick<Cast, 'send' | 'world'>, party: PartyId = 'television'): Television {
  const { id } = CLIENTS.television;
  const server = {
    issuer: ISSUER,
    token_endpoint: `${ISSUER}/token`,
    device_authorization_endpoint: `${ISSUER}/device_authorization`,
  };
  let tokens: Partial<Tokens> = {};
  let screen: DeviceScreen | undefined;
  let code = '';
  let interval = 5;

  async function pollNow(deviceCode = code): Promise<TokenOutcome> {
    const { response } = await captureSent(party, send, (fetchOptions) =>
      oauth.deviceCodeGrantRequest(server, { client_id: id }, oauth.None(), deviceCode, fetchOptions),
    );
    const outcome = readTokenResponse(response);
    if (outcome.refused === 'slow_down') interval += 5;
    tokens = outcome.tokens ?? tokens;
    return outcome;
  }

  return {
    clientId: id,
    get tokens() {
      return tokens;
    },
    get screen() {
      return screen;
    },
    async start({ scope = 'openid profile invoice_read' } = {}) {
      const { response } = await captureSent(party, send, (fetchOptions) =>
        oauth.deviceAuthorizationRequest(server, { client_id: id }, oauth.None(), { scope }, fetchOptions),
      );
      const answer = jsonObject(response);
      const text = (name: string): string | undefined => (typeof answer[name] === 'string' ? answer[name] : undefined);
      const [userCode, verificationUri] = [text('user_code'), text('verification_uri')];
      screen =
        response.status === 200 && userCode !== undefined && verificationUri !== undefined
          ? { userCode, verificationUri, verificationUriComplete: text('verification_uri_complete') }
          : undefined;
      code = text('device_code') ?? '';
      // A server that names no interval means five seconds. RFC 8628 §3.2
      interval = typeof answer['interval'] === 'number' ? answer['interval'] : 5;
      return response;
    },
    poll() {
      world.clock.advance(interval);
      return pollNow();
    },
    pollNow,
    async get(url) {
      const headers = [['Authorization', `Bearer ${tokens.accessToken ?? ''}`] as const, ['Accept', 'application/json'] as const];
      return (await send(party, { method: 'GET', url, headers, body: '' })).response;
    },
  };
}
