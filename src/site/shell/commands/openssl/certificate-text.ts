import { readCertificate } from '#engine/protocol/x509/certificate.ts';
import type { Certificate } from '#engine/protocol/x509/certificate.ts';
import { formatDistinguishedName } from '#engine/protocol/x509/distinguished-name.ts';
import { x509Library } from '#engine/protocol/x509/library.ts';
import { formatPem, parsePem } from '#engine/protocol/x509/pem.ts';
import { CommandError } from '../command.ts';

/** A date as OpenSSL writes it: `Nov 24 10:04:12 2026 GMT`. */
export function certificateDate(time: number): string {
  const [, day, month, year, clock] = new Date(time).toUTCString().split(' ');
  return `${month ?? ''} ${String(Number(day)).padStart(2)} ${clock ?? ''} ${year ?? ''} GMT`;
}

/** Bytes in hexadecimal, two digits each. */
export function hex(bytes: Uint8Array, between = ''): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between);
}

/** A digest of a certificate, or of anything: `AB:CD:…`. */
export async function fingerprint(hash: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest(hash, bytes)), ':').toUpperCase();
}

/** Every certificate in a PEM text. @throws {CommandError} where there is none that can be read */
export async function certificatesIn(pem: string, path: string): Promise<Certificate[]> {
  const found = await Promise.all(parsePem('CERTIFICATE', pem).map((der) => readCertificate(der)));
  const read = found.filter((one) => one !== undefined);
  if (read.length === 0) throw new CommandError(`There is no certificate in ${path}. \`ls ~/certs\` lists those of the lab.`);
  return read;
}

const PURPOSES: Readonly<Record<string, string>> = {
  '1.3.6.1.5.5.7.3.1': 'TLS Web Server Authentication',
  '1.3.6.1.5.5.7.3.2': 'TLS Web Client Authentication',
};
const USAGES = { digitalSignature: 'Digital Signature', keyCertSign: 'Certificate Sign', cRLSign: 'CRL Sign', other: 'other' } as const;
const NAMES = { dns: 'DNS', uri: 'URI', ip: 'IP Address', email: 'email', other: 'othername' } as const;

async function algorithms(certificate: Certificate): Promise<{ readonly signature: string; readonly key: string }> {
  const { X509Certificate } = await x509Library();
  const { signatureAlgorithm, publicKey } = new X509Certificate(certificate.der);
  const hash = 'hash' in signatureAlgorithm ? signatureAlgorithm.hash.name.replace('-', '').toLowerCase() : undefined;
  const named = signatureAlgorithm.name.startsWith('RSA') ? `${hash ?? ''}WithRSAEncryption` : signatureAlgorithm.name;
  const { algorithm } = publicKey;
  const bits = 'modulusLength' in algorithm && typeof algorithm.modulusLength === 'number' ? ` (${algorithm.modulusLength} bit)` : '';
  return { signature: named, key: `${algorithm.name}${bits}` };
}

/** A certificate as `openssl x509 -text` describes it, in the parts that are read here. */
export async function certificateText(certificate: Certificate): Promise<string> {
  const { signature, key } = await algorithms(certificate);
  const { basicConstraints, keyUsage, extendedKeyUsage, alternativeNames } = certificate;
  const extensions: (readonly [string, string])[] = [
    ...(basicConstraints
      ? [
          [
            'X509v3 Basic Constraints: critical',
            `CA:${basicConstraints.ca ? 'TRUE' : 'FALSE'}${basicConstraints.pathLength === undefined ? '' : `, pathlen:${basicConstraints.pathLength}`}`,
          ] as const,
        ]
      : []),
    ...(keyUsage ? [['X509v3 Key Usage: critical', keyUsage.map((usage) => USAGES[usage]).join(', ')] as const] : []),
    ...(extendedKeyUsage ? [['X509v3 Extended Key Usage:', extendedKeyUsage.map((oid) => PURPOSES[oid] ?? oid).join(', ')] as const] : []),
    ...(alternativeNames.length > 0
      ? [['X509v3 Subject Alternative Name:', alternativeNames.map(({ type, value }) => `${NAMES[type]}:${value}`).join(', ')] as const]
      : []),
  ];
  const lines = [
    'Certificate:',
    '    Data:',
    `        Serial Number: 0x${certificate.serial}`,
    `        Signature Algorithm: ${signature}`,
    `        Issuer: ${formatDistinguishedName(certificate.issuer)}`,
    '        Validity',
    `            Not Before: ${certificateDate(certificate.notBefore)}`,
    `            Not After : ${certificateDate(certificate.notAfter)}`,
    `        Subject: ${formatDistinguishedName(certificate.subject)}`,
    '        Subject Public Key Info:',
    `            Public Key Algorithm: ${key}`,
    ...(extensions.length > 0 ? ['        X509v3 extensions:'] : []),
    ...extensions.flatMap(([name, value]) => [`            ${name}`, `                ${value}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The public key of a certificate as PEM. RFC 7468 §13 */
export function publicKeyPem(certificate: Certificate): string {
  return formatPem('PUBLIC KEY', certificate.publicKey);
}
