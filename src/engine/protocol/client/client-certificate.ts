import type { JWK } from 'jose';
import { fromBase64 } from '../../http/encoding.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { AlternativeName, Certificate } from '../x509/certificate.ts';
import { formatDistinguishedName, parseDistinguishedName, sameName } from '../x509/distinguished-name.ts';

/** By what a certificate has to name a client: one of these, as it was registered. RFC 8705 §2.1.2 */
export interface RegisteredSubject {
  readonly by: 'subject_dn' | 'san_dns' | 'san_uri' | 'san_ip' | 'san_email';
  readonly value: string;
}

const ALTERNATIVES: Readonly<Record<Exclude<RegisteredSubject['by'], 'subject_dn'>, AlternativeName['type']>> = {
  san_dns: 'dns',
  san_uri: 'uri',
  san_ip: 'ip',
  san_email: 'email',
};

/** An alternative name as it is compared. The part of a mail address before the @ keeps its case. RFC 5280 §4.2.1.6, §7.2, §7.5 */
function comparable(type: AlternativeName['type'], value: string): string {
  if (type === 'dns') return value.toLowerCase();
  if (type === 'email') return value.replace(/@[^@]*$/, (domain) => domain.toLowerCase());
  if (type === 'ip' && value.includes(':')) return URL.parse(`http://[${value}]/`)?.hostname ?? value;
  return value;
}

function whatItSays(certificate: Certificate, { by }: RegisteredSubject): string {
  if (by === 'subject_dn') return formatDistinguishedName(certificate.subject) || 'no subject';
  const names = certificate.alternativeNames.filter(({ type }) => type === ALTERNATIVES[by]).map(({ value }) => value);
  return names.slice(0, 5).join(', ') || 'no such name';
}

function names(certificate: Certificate, { by, value }: RegisteredSubject): boolean {
  if (by === 'subject_dn') {
    const registered = parseDistinguishedName(value);
    return registered !== undefined && sameName(registered, certificate.subject);
  }
  const type = ALTERNATIVES[by];
  return certificate.alternativeNames.some((name) => name.type === type && comparable(type, name.value) === comparable(type, value));
}

/**
 * Was the certificate issued to this client, by the one name it has registered? The handshake has made
 * sure of the authority; a certificate that vouches for itself was not issued by any. RFC 8705 §2.1, §2.1.2
 * @param certificate undefined where none came that can be read
 */
export function certificateNamesClient(certificate: Certificate | undefined, registered: RegisteredSubject | undefined): Finding {
  if (!registered) return failed('a registered name', 'none is registered', 'the client has registered no name of a certificate');
  const expected = `${registered.by}: ${registered.value}`;
  if (!certificate) return failed(expected, 'no certificate that can be read', 'no certificate came that can be read');
  if (sameName(certificate.subject, certificate.issuer))
    return failed(expected, 'a certificate that vouches for itself', 'no authority issued the certificate');
  const says = whatItSays(certificate, registered);
  return names(certificate, registered) ? passed(says, expected) : failed(expected, says);
}

/**
 * Is the certificate one that the client has registered, byte by byte? Its own first in `x5c`, which
 * the others of a chain do not stand for. RFC 8705 §2.2.2; RFC 7517 §4.7
 * @param certificate in DER; undefined where none came that can be read
 * @param keys of the client's JWK Set
 */
export function certificateRegistered(certificate: Certificate | undefined, keys: readonly JWK[]): Finding {
  const registered = keys.flatMap(({ x5c }) => (typeof x5c?.[0] === 'string' ? [fromBase64(x5c[0])] : []));
  const expected = `one of ${registered.length} registered ${registered.length === 1 ? 'certificate' : 'certificates'}`;
  if (!certificate) return failed(expected, 'no certificate that can be read', 'no certificate came that can be read');
  const { der } = certificate;
  const known = registered.some((one) => one?.length === der.length && one.every((byte, index) => byte === der[index]));
  const says = formatDistinguishedName(certificate.subject) || 'no subject';
  return known ? passed(says, expected) : failed(expected, `another certificate, of ${says}`);
}
