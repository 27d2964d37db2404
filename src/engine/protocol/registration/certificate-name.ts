import { parseDistinguishedName } from '../x509/distinguished-name.ts';

/** The members of which a client of `tls_client_auth` has one. RFC 8705 §2.1.2 */
export const CERTIFICATE_NAMES = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
const DNS_NAME = new RegExp(`^(?:\\*\\.)?${LABEL}(?:\\.${LABEL})*$`, 'i');
const IPV4_ADDRESS = /^(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/**
 * Can the name be that of a certificate at all? One that is written wrong would fit none, so that its client could
 * never prove itself. RFC 8705 §2.1.2; RFC 4514 §3; RFC 5280 §4.2.1.6
 */
export function certificateNameReads(name: (typeof CERTIFICATE_NAMES)[number], text: string): boolean {
  switch (name) {
    case 'tls_client_auth_subject_dn':
      return parseDistinguishedName(text) !== undefined;
    case 'tls_client_auth_san_dns':
      return DNS_NAME.test(text);
    case 'tls_client_auth_san_uri':
      return URL.canParse(text);
    case 'tls_client_auth_san_ip':
      return IPV4_ADDRESS.test(text) || (text.includes(':') && URL.canParse(`http://[${text}]/`));
    case 'tls_client_auth_san_email':
      return /^[^@\s]+@[^@\s]+$/.test(text);
  }
}
