import { FORM_TYPE, encodeForm } from '../http/form.ts';
import type { HttpResponse } from '../http/message.ts';
import type { PartyId } from '../trace/trace.ts';
import type { Send } from './cast.ts';
import { readTokenResponse } from './client/token-outcome.ts';
import type { TokenOutcome } from './client/token-outcome.ts';

/** What an attacker knows of a code beside itself. */
export interface LeakedCode {
  readonly clientId: string;
  readonly redirectUri?: string;
  readonly verifier?: string;
}

interface Sender {
  readonly party: PartyId;
  readonly send: Send;
}

/** Tries to redeem a code that leaked, as a public client would. RFC 6749 §4.1.3 */
export async function redeemLeaked(
  { party, send, tokenEndpoint }: Sender & { readonly tokenEndpoint: string },
  code: string,
  { clientId, redirectUri, verifier }: LeakedCode,
): Promise<TokenOutcome> {
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
}

/** Calls an API with a token that leaked. RFC 6750 §2.1 */
export async function getWithLeaked({ party, send }: Sender, url: string, token: string): Promise<HttpResponse> {
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
}
