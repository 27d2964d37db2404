import type { JWK } from 'jose';

/** What the servers of a world do in a handshake: whose certificates they take, and what they present themselves. */
export interface CertificateTrust {
  /** Root authorities, as PEM. RFC 5280 §6.1.1 (d) */
  readonly anchors: string;
  /** Revocation lists of the authorities, as PEM. RFC 5280 §5 */
  readonly lists: string;
  /** Self-signed certificates that clients have registered, as PEM: they lead to nobody, and are taken as they are. RFC 8705 §2.2 */
  readonly registered: string;
  /** The certificate and key of the servers themselves. RFC 8446 §4.4.2 */
  readonly server?: { readonly chain: string; readonly key: JWK } | undefined;
}
