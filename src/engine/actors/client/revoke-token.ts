import * as oauth from 'oauth4webapi';
import type { HttpResponse } from '../../http/message.ts';
import { ISSUER } from '../../world/parties.ts';
import type { PartyId } from '../../trace/trace.ts';
import type { Cast } from '../cast.ts';
import { captureSent } from '../fetch-by-send.ts';

/** Who gives a token back: a public client, which has nothing but its name. RFC 7009 §2.1 */
export interface Returner {
  readonly party: PartyId;
  readonly clientId: string;
}

/** Gives a token back before its time. The answer is 200 whether or not the server knew the token. RFC 7009 §2 */
export async function revokeToken({ send }: Pick<Cast, 'send'>, { party, clientId }: Returner, token: string): Promise<HttpResponse> {
  const server: oauth.AuthorizationServer = { issuer: ISSUER, revocation_endpoint: `${ISSUER}/revoke` };
  const { response } = await captureSent(party, send, (options) =>
    oauth.revocationRequest(server, { client_id: clientId }, oauth.None(), token, options),
  );
  return response;
}
