import { base64url } from '../../http/encoding.ts';
import { header, withHeader } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { makeDpopProof } from '../../protocol/token/dpop/make-dpop-proof.ts';
import type { LabKey } from '../../world/keys/keys.ts';
import type { World } from '../../world/world.ts';
import type { Send } from '../cast.ts';

/** What a client needs to prove its key with everything it sends. */
export interface Prover {
  readonly send: Send;
  /** Its private key. */
  readonly key: LabKey;
  /** Where it sends proofs without a token: the token endpoint. */
  readonly tokenEndpoint: string;
  readonly world: Pick<World, 'random' | 'clock'>;
}

/** Whether a server wants the request again, with the nonce that it gave. RFC 9449 §8, §9 */
function wantsNonce(response: HttpResponse): boolean {
  return response.status === 401
    ? response.headers.some(([name, value]) => name.toLowerCase() === 'www-authenticate' && value.includes('error="use_dpop_nonce"'))
    : response.status === 400 && /"error"\s*:\s*"use_dpop_nonce"/.test(response.body);
}

/**
 * A way onto the network that adds a DPoP proof to every request for tokens and to every request with
 * a token, which then has the scheme DPoP. Each proof is a new one; where the server asks for its
 * nonce, the request is sent once more. Other requests go as they are. RFC 9449 §5, §7.1, §8
 */
export function provingSend({ send, key, tokenEndpoint, world }: Prover): Send {
  /** The latest nonce of each origin. RFC 9449 §8.2 */
  const nonces = new Map<string, string>();

  async function proven(request: HttpRequest, accessToken: string | undefined): Promise<HttpRequest> {
    const { method, url } = request;
    const nonce = nonces.get(new URL(url).origin);
    const id = base64url(world.random(12));
    const proof = await makeDpopProof({ method, url, accessToken, nonce, id, now: world.clock.now() }, key);
    const bound = accessToken === undefined ? request : withHeader(request, 'Authorization', `DPoP ${accessToken}`);
    return withHeader(bound, 'DPoP', proof);
  }

  return async (from, request, identity) => {
    const accessToken = /^Bearer (.+)$/.exec(header(request, 'authorization') ?? '')?.[1];
    if (accessToken === undefined && request.url !== tokenEndpoint) return send(from, request, identity);
    const attempt = async (): ReturnType<Send> => {
      const sent = await send(from, await proven(request, accessToken), identity);
      const nonce = header(sent.response, 'dpop-nonce');
      if (nonce !== undefined) nonces.set(new URL(request.url).origin, nonce);
      return sent;
    };
    const first = await attempt();
    return wantsNonce(first.response) ? attempt() : first;
  };
}
