import * as oauth from 'oauth4webapi';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { ClientIdentity } from '../../protocol/tls/client-identity.ts';
import type { PartyId } from '../../trace/trace.ts';
import { IDENTITIES } from '../../world/certificates/identities.ts';
import { CLIENTS } from '../../world/clients.ts';
import { ISSUER } from '../../world/parties.ts';
import type { Cast, Send } from '../cast.ts';
import { captureSent } from '../fetch-by-send.ts';
import { readTokenResponse } from './token-outcome.ts';
import type { TokenOutcome } from './token-outcome.ts';

/** Clients that can be played with a certificate of their own. */
const PLAYED = {
  payroll: { client: CLIENTS.payrollByCertificate, identity: IDENTITIES.payroll },
  batch: { client: CLIENTS.batch, identity: IDENTITIES.batch },
  archive: { client: CLIENTS.archive, identity: IDENTITIES.archive },
  scanner: { client: CLIENTS.scanner, identity: IDENTITIES.scanner },
} as const;

/** A machine that authenticates by a certificate, at the token endpoint and at the APIs. */
export interface CertificateClient {
  readonly clientId: string;
  /** What it presents. */
  readonly identity: ClientIdentity;
  /** The access token it holds now. */
  readonly accessToken: string | undefined;
  /** Asks for a token for itself. RFC 6749 §4.4; RFC 8705 §2 */
  requestToken(options?: { readonly scope?: string; readonly identity?: ClientIdentity }): Promise<TokenOutcome>;
  /** Calls an API with the token it holds, and with its certificate. RFC 8705 §3 */
  get(url: string, options?: { readonly accessToken?: string; readonly identity?: ClientIdentity }): Promise<HttpResponse>;
}

/** A way onto the network on which every request is sent with this certificate. */
function presentingSend(send: Send, identity: ClientIdentity): Send {
  return (from, request) => send(from, request, identity);
}

/**
 * A machine with a certificate. It may be told to present another, or the right one with a wrong key.
 * @param played which client it is
 * @param party who sends
 */
export function createCertificateClient(
  { send }: Pick<Cast, 'send'>,
  played: keyof typeof PLAYED,
  party: PartyId = 'machine',
): CertificateClient {
  const { client, identity: own } = PLAYED[played];
  const server: oauth.AuthorizationServer = { issuer: ISSUER, token_endpoint: `${ISSUER}/token` };
  let accessToken: string | undefined;
  return {
    clientId: client.id,
    identity: own,
    get accessToken() {
      return accessToken;
    },
    async requestToken({ scope, identity = own } = {}) {
      const parameters: Record<string, string> = scope === undefined ? {} : { scope };
      const sent = await captureSent(party, presentingSend(send, identity), (options) =>
        oauth.clientCredentialsGrantRequest(server, { client_id: client.id }, oauth.TlsClientAuth(), parameters, options),
      );
      const outcome = readTokenResponse(sent.response);
      accessToken = outcome.tokens?.accessToken ?? accessToken;
      return outcome;
    },
    async get(url, { accessToken: token = accessToken, identity = own } = {}) {
      const authorization = token === undefined ? [] : [['Authorization', `Bearer ${token}`] as const];
      const request: HttpRequest = { method: 'GET', url, headers: [...authorization, ['Accept', 'application/json']], body: '' };
      return (await send(party, request, identity)).response;
    },
  };
}
