import type { JWK } from 'jose';
import { sha256 } from '../../digest.ts';
import { signCompact } from '../jws.ts';
import { publicPart } from '../signature/signature.ts';

/** What a proof is made for. RFC 9449 §4.2 */
export interface ProofFacts {
  readonly method: string;
  /** The address of the request; its query and fragment are left out of the proof. */
  readonly url: string;
  /** The token that is sent beside it; none at the token endpoint. */
  readonly accessToken?: string | undefined;
  /** The latest nonce of that server, where it gave one. */
  readonly nonce?: string | undefined;
  /** Unique for every proof: `jti`. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * A DPoP proof, signed with the client's key, of which it shows the public part. RFC 9449 §4.2
 * @throws {TypeError} where the key cannot sign
 */
export async function makeDpopProof({ method, url, accessToken, nonce, id, now }: ProofFacts, key: JWK): Promise<string> {
  const { kid: _kid, alg, use: _use, ...jwk } = publicPart({ ...key });
  return signCompact(
    { typ: 'dpop+jwt', alg, jwk },
    {
      jti: id,
      htm: method,
      htu: url.split(/[?#]/, 1)[0],
      iat: Math.floor(now / 1000),
      ...(accessToken === undefined ? {} : { ath: await sha256(accessToken) }),
      ...(nonce === undefined ? {} : { nonce }),
    },
    key,
  );
}
