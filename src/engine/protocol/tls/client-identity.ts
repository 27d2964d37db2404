import type { JWK } from 'jose';

/**
 * What a client brings to a handshake: its certificate as PEM, followed by those of its issuers, and
 * the private key that signs for it. Where a real network has terminated TLS, the key's possession was
 * proven there, and the key is not at hand.
 */
export interface ClientIdentity {
  readonly chain: string;
  readonly key: JWK | 'proven';
}
