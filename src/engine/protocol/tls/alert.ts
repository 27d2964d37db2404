/** Why a handshake ended. RFC 8446 §6.2 */
export type Alert =
  | 'bad_certificate'
  | 'unsupported_certificate'
  | 'certificate_revoked'
  | 'certificate_expired'
  | 'certificate_unknown'
  | 'unknown_ca'
  | 'decrypt_error';
