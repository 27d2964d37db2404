/** Whose certificates the servers of a world take in a handshake. */
export interface CertificateTrust {
  /** Root authorities, as PEM. RFC 5280 §6.1.1 (d) */
  readonly anchors: string;
  /** Revocation lists of the authorities, as PEM. RFC 5280 §5 */
  readonly lists: string;
  /** Self-signed certificates that clients have registered, as PEM: they lead to nobody, and are taken as they are. RFC 8705 §2.2 */
  readonly registered: string;
}
