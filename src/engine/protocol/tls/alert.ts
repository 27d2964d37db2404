/** Why a handshake ended. RFC 8446 §6.2 */
export type Alert =
  | 'bad_certificate'
  | 'unsupported_certificate'
  | 'certificate_revoked'
  | 'certificate_expired'
  | 'certificate_unknown'
  | 'unknown_ca'
  | 'decrypt_error';

/** Each alert as it stands on the wire. RFC 8446 §6, appendix B.2 */
export const ALERT_CODES: Readonly<Record<Alert, number>> = {
  bad_certificate: 42,
  unsupported_certificate: 43,
  certificate_revoked: 44,
  certificate_expired: 45,
  certificate_unknown: 46,
  unknown_ca: 48,
  decrypt_error: 51,
};
