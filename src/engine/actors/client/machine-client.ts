import { base64url } from '../../http/encoding.ts';
import { FORM_TYPE, encodeForm } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { signCompact } from '../../protocol/token/jws.ts';
import type { PartyId } from '../../trace/trace.ts';
import { CLIENTS } from '../../world/clients.ts';
import { PAYROLL_KEY } from '../../world/keys/keys.ts';
import { ISSUER } from '../../world/parties.ts';
import type { Cast } from '../cast.ts';
import { readTokenResponse } from './token-outcome.ts';
import type { TokenOutcome } from './token-outcome.ts';

/** Seconds that an assertion is good for: as long as a message is on its way. RFC 7523 §3 (4) */
const ASSERTION_LIFETIME = 60;

/** A program without a user that asks for tokens in its own name. RFC 6749 §4.4 */
export interface MachineClient {
  readonly clientId: string;
  /** The access token it holds now. */
  readonly accessToken: string | undefined;
  /** The request that it would send now: made anew each time, as an assertion counts once. RFC 7523 §2.2 */
  tokenRequest(): Promise<HttpRequest>;
  /** Asks for a token. RFC 6749 §4.4.2 */
  requestToken(): Promise<TokenOutcome>;
  /** Calls an API with the token it holds. RFC 6750 §2.1 */
  get(url: string): Promise<HttpResponse>;
}

/** How each machine shows who it is. RFC 6749 §2.3.1; RFC 7523 §2.2 */
const CREDENTIALS: Readonly<Record<'nightlyReport' | 'payrollImport', (world: Cast['world']) => Promise<readonly Field[]>>> = {
  nightlyReport: () => {
    const { id, secret } = CLIENTS.nightlyReport;
    return Promise.resolve([
      ['client_id', id],
      ['client_secret', secret],
    ]);
  },
  payrollImport: async ({ clock, random }) => {
    const { id } = CLIENTS.payrollImport;
    const iat = Math.floor(clock.now() / 1000);
    const claims = { iss: id, sub: id, aud: ISSUER, exp: iat + ASSERTION_LIFETIME, iat, jti: base64url(random(12)) };
    const { alg, kid } = PAYROLL_KEY;
    return [
      ['client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
      ['client_assertion', await signCompact({ alg, kid, typ: 'client-authentication+jwt' }, claims, PAYROLL_KEY)],
    ];
  },
};

/**
 * A machine that shows who it is with a secret, or with an assertion that it signs.
 * @param played which client it is
 * @param party who sends
 */
export function createMachineClient(
  { send, world }: Pick<Cast, 'send' | 'world'>,
  played: keyof typeof CREDENTIALS,
  party: PartyId = 'machine',
): MachineClient {
  let accessToken: string | undefined;

  async function tokenRequest(): Promise<HttpRequest> {
    const fields = [
      ['grant_type', 'client_credentials'],
      ['scope', 'invoice_read'],
    ] as const;
    const body = encodeForm([...fields, ...(await CREDENTIALS[played](world))]);
    return { method: 'POST', url: `${ISSUER}/token`, headers: [FORM_TYPE, ['Accept', 'application/json']], body };
  }

  return {
    clientId: CLIENTS[played].id,
    get accessToken() {
      return accessToken;
    },
    tokenRequest,
    async requestToken() {
      const { response } = await send(party, await tokenRequest());
      const outcome = readTokenResponse(response);
      accessToken = outcome.tokens?.accessToken ?? accessToken;
      return outcome;
    },
    async get(url) {
      const authorization = accessToken === undefined ? [] : [['Authorization', `Bearer ${accessToken}`] as const];
      return (await send(party, { method: 'GET', url, headers: [...authorization, ['Accept', 'application/json']], body: '' })).response;
    },
  };
}
