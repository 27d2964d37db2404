import { durationInWords } from '../duration.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import type { Certificate } from './certificate.ts';
import { formatDistinguishedName } from './distinguished-name.ts';
import type { CertificatePath } from './path.ts';

/** Id-kp-clientAuth, and anyExtendedKeyUsage. RFC 5280 §4.2.1.12 */
const FOR_CLIENTS = ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0'];

const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'servers',
  '1.3.6.1.5.5.7.3.2': 'clients',
  '1.3.6.1.5.5.7.3.3': 'code',
  '1.3.6.1.5.5.7.3.4': 'mail',
  '2.5.29.37.0': 'anything',
};

/** What the holder and those who issued to it show; the trust anchor itself is not judged. RFC 5280 §6.1 */
function judgedPart(path: CertificatePath): readonly Certificate[] {
  return path.length > 1 ? path.slice(0, -1) : path;
}

function named(certificate: Certificate, path: CertificatePath): string {
  return certificate === path[0] ? '' : ` (${formatDistinguishedName(certificate.subject)})`;
}

/** The day of a time in milliseconds since 1970, or words where it is no time. */
export function dayOf(milliseconds: number): string {
  const value = new Date(milliseconds);
  return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString().slice(0, 10);
}

/**
 * Is the clock inside the dates of every certificate of the path, both ends included? RFC 5280 §4.1.2.5, §6.1.3 (a) (2)
 * @param now milliseconds since 1970
 */
export function withinDates(path: CertificatePath, now: number): Finding {
  const expected = 'a time from notBefore to notAfter';
  // The last second of notAfter belongs to it: the dates in a certificate have no fractions.
  const second = Math.floor(now / 1000) * 1000;
  for (const certificate of judgedPart(path)) {
    const { notBefore, notAfter } = certificate;
    const which = named(certificate, path);
    // Written so that a date which is none does not pass.
    if (!(second >= notBefore)) return failed(expected, `not valid before ${dayOf(notBefore)}${which}`);
    if (!(second <= notAfter))
      return failed(expected, `expired ${durationInWords((second - notAfter) / 1000)} ago, on ${dayOf(notAfter)}${which}`);
  }
  const ends = Math.min(...judgedPart(path).map(({ notAfter }) => notAfter));
  return passed(`valid until ${dayOf(ends)}`, expected);
}

/**
 * Is the certificate meant for a client that signs a handshake? An absent extension forbids nothing.
 * RFC 5280 §4.2.1.3, §4.2.1.12; RFC 8446 §4.4.2.3
 */
export function meantForClients(path: CertificatePath): Finding {
  const expected = 'digitalSignature, and clientAuth where purposes are named';
  const [own] = path;
  if (own?.keyUsage && !own.keyUsage.includes('digitalSignature')) return failed(expected, 'a key usage without digitalSignature');
  for (const certificate of judgedPart(path)) {
    const { extendedKeyUsage } = certificate;
    if (extendedKeyUsage && !extendedKeyUsage.some((purpose) => FOR_CLIENTS.includes(purpose)))
      return failed(expected, `for ${extendedKeyUsage.map((oid) => PURPOSES[oid] ?? oid).join(', ')} only${named(certificate, path)}`);
  }
  const purposes = own?.extendedKeyUsage?.map((oid) => PURPOSES[oid] ?? oid).join(', ');
  return passed(purposes === undefined ? 'no purpose named, so any' : `for ${purposes}`, expected);
}
