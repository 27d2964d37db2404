import { FORM_TYPE, encodeForm } from '../http/form.ts';
import { header } from '../http/message.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { ATTACKER_KEY } from '../world/keys/keys.ts';
import { ISSUER } from '../world/parties.ts';
import type { Cast } from './cast.ts';
import { provingSend } from './client/proving-send.ts';
import { readTokenResponse } from './client/token-outcome.ts';
import type { TokenOutcome } from './client/token-outcome.ts';

/** What somebody can try with stolen tokens, codes and proofs, who has a key of their own and none of anybody else's. */
export interface DpopThief {
  /** Sends a request once more as it was seen, or at another address, with another method or beside another token. RFC 9449 §11.1 */
  replay(seen: HttpRequest, changes?: { readonly method?: string; readonly url?: string; readonly token?: string }): Promise<HttpResponse>;
  /** Calls an API with a stolen token and proofs by the thief's own key. RFC 9449 §11.8 */
  get(url: string, token: string): Promise<HttpResponse>;
  /** Sends a form to the token endpoint with a proof by the thief's own key: a stolen code, or a refresh token. RFC 9449 §11.9 */
  redeem(fields: Readonly<Record<string, string>>): Promise<TokenOutcome>;
}

/** The attacker of the cast, with a key for DPoP. */
export function createDpopThief({ send, world }: Pick<Cast, 'send' | 'world'>): DpopThief {
  const party = 'attacker';
  const tokenEndpoint = `${ISSUER}/token`;
  const proving = provingSend({ send, key: ATTACKER_KEY, tokenEndpoint, world });
  return {
    async replay(seen, { method = seen.method, url = seen.url, token } = {}) {
      const scheme = header(seen, 'authorization')?.split(' ', 1)[0] ?? 'DPoP';
      const headers = seen.headers
        .filter(([name]) => name.toLowerCase() !== 'traceparent')
        .map(
          ([name, value]) => [name, token !== undefined && name.toLowerCase() === 'authorization' ? `${scheme} ${token}` : value] as const,
        );
      return (await send(party, { ...seen, method, url, headers })).response;
    },
    async get(url, token) {
      const headers = [['Authorization', `Bearer ${token}`] as const, ['Accept', 'application/json'] as const];
      return (await proving(party, { method: 'GET', url, headers, body: '' })).response;
    },
    async redeem(fields) {
      const body = encodeForm(Object.entries(fields));
      const { response } = await proving(party, { method: 'POST', url: tokenEndpoint, headers: [FORM_TYPE], body });
      return readTokenResponse(response);
    },
  };
}
