import { BoundedMap } from '../bounded-map.ts';

/** A nonce that a server gave out, and when it made it, in milliseconds since 1970. */
export interface GivenNonce {
  readonly value: string;
  readonly madeAt: number;
}

/** The nonces of one origin, the latest first. Servers that answer for one origin share it, as they would share a secret. RFC 9449 §8 */
export interface NonceMemory {
  given: readonly GivenNonce[];
}

/** What one server remembers of proofs. RFC 9449 §11.1 */
export interface ProofMemory {
  readonly nonces: NonceMemory;
  /** By key, then by the id of a proof: until when it could come again, in milliseconds since 1970. */
  readonly used: BoundedMap<string, BoundedMap<string, number>>;
}

/** Keys whose proofs are remembered. One key cannot push out what is remembered of another. */
const MOST_KEYS = 1000;

/** The nonces of an origin that has given none. */
export function createNonceMemory(): NonceMemory {
  return { given: [] };
}

/** The memory of a server that has seen no proof. @param nonces shared with whoever answers for the same origin */
export function createProofMemory(nonces: NonceMemory = createNonceMemory()): ProofMemory {
  return { nonces, used: new BoundedMap(MOST_KEYS) };
}
