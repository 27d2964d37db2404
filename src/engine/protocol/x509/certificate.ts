import type { X509Certificate } from '@peculiar/x509';
import { base64 } from '../../http/encoding.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import { x509Library } from './library.ts';
import type { X509Library } from './library.ts';

/** One alternative name of a certificate's holder. RFC 5280 §4.2.1.6 */
export interface AlternativeName {
  readonly type: 'dns' | 'uri' | 'ip' | 'email' | 'other';
  readonly value: string;
}

/** What a certificate may be used for by its key usage. RFC 5280 §4.2.1.3 */
export type KeyUsage = 'digitalSignature' | 'keyCertSign' | 'cRLSign' | 'other';

/** A certificate, read whole. Nothing of it is to be believed before its path was validated. RFC 5280 §4.1 */
export interface Certificate {
  readonly der: Uint8Array<ArrayBuffer>;
  readonly subject: DistinguishedName;
  /** The same in DER, as a server names whom it trusts. RFC 8446 §4.2.4 */
  readonly subjectDer: Uint8Array<ArrayBuffer>;
  readonly issuer: DistinguishedName;
  /** The serial number in hexadecimal, without leading zeros. */
  readonly serial: string;
  /** Milliseconds since 1970; both ends belong to the time it is valid. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The holder's public key: SubjectPublicKeyInfo in DER. RFC 5280 §4.1.2.7 */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number | undefined } | undefined;
  readonly keyUsage?: readonly KeyUsage[] | undefined;
  /** Object identifiers of purposes. */
  readonly extendedKeyUsage?: readonly string[] | undefined;
  readonly alternativeNames: readonly AlternativeName[];
  /** Whether whoever cannot read the alternative names must refuse it, as they must where its subject is empty. RFC 5280 §4.2.1.6 */
  readonly alternativeNamesCritical: boolean;
  /** Whether its RSA key has fewer than 2048 bits, and so can be factored. NIST SP 800-131A §3 */
  readonly factorable: boolean;
  /** Object identifiers of critical extensions that nobody here understands. RFC 5280 §4.2 */
  readonly notUnderstood: readonly string[];
  /** Whether its signature was made with the key in this SubjectPublicKeyInfo, by an algorithm that is strong enough. Never throws. */
  signedBy(publicKey: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** The longest certificate anybody here reads, in bytes. */
const CERTIFICATE_LIMIT = 16 * 1024;

const UNDERSTOOD = ['2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37'];

/** SHA-1 and MD5 are no longer hard to forge. RFC 9155 §2 */
const STRONG_HASHES = ['SHA-256', 'SHA-384', 'SHA-512'];

/** Whether bytes are one DER value from end to end, so that nothing hides behind it. X.690 §8.1.3, §10.1 */
export function isWholeDer(bytes: Uint8Array): boolean {
  const [tag, first] = bytes;
  if (tag !== 0x30 || first === undefined) return false;
  if (first < 0x80) return bytes.length === 2 + first;
  const octets = first & 0x7f;
  if (octets === 0 || octets > 4 || bytes.length < 2 + octets) return false;
  const length = bytes.subarray(2, 2 + octets).reduce((sum, byte) => sum * 256 + byte, 0);
  return length >= 0x80 && bytes[2] !== 0 && bytes.length === 2 + octets + length;
}

/** A name of the library as parts with object identifiers. */
export function nameParts(name: X509Certificate['subjectName']): DistinguishedName {
  // Its text form is made for people: two different names may read the same.
  const parts = name['asn'] as readonly (readonly { readonly type: string; readonly value: { toString(): string } }[])[];
  return parts.map((part) => part.map(({ type, value }) => ({ type, value: value.toString() })));
}

/** Whether an algorithm that the library names is strong enough to be believed. */
export function strongAlgorithm(algorithm: { readonly name: string; readonly hash?: { readonly name: string } }): boolean {
  if (algorithm.name === 'Ed25519') return true;
  return ['ECDSA', 'RSASSA-PKCS1-v1_5', 'RSA-PSS'].includes(algorithm.name) && STRONG_HASHES.includes(algorithm.hash?.name ?? '');
}

function keyUsages(flags: number, { KeyUsageFlags }: X509Library): KeyUsage[] {
  const named = ['digitalSignature', 'keyCertSign', 'cRLSign'] as const;
  const found: KeyUsage[] = named.filter((name) => (flags & KeyUsageFlags[name]) !== 0);
  return found.length > 0 ? found : ['other'];
}

const ALTERNATIVE_NAMES: Readonly<Record<string, AlternativeName['type']>> = { dns: 'dns', url: 'uri', ip: 'ip', email: 'email' };

function parse(der: Uint8Array<ArrayBuffer>, library: X509Library): Certificate | undefined {
  const parsed = new library.X509Certificate(der);
  const { extensions } = parsed;
  // Two extensions of one kind would let two readers choose differently. RFC 5280 §4.2
  if (new Set(extensions.map(({ type }) => type)).size !== extensions.length) return undefined;
  // The algorithm inside of what is signed must be the one outside. RFC 5280 §4.1.1.2
  const { tbsCertificate, signatureAlgorithm } = parsed['asn'];
  if (tbsCertificate.signature.algorithm !== signatureAlgorithm.algorithm) return undefined;
  const constraints = parsed.getExtension(library.BasicConstraintsExtension);
  const usage = parsed.getExtension(library.KeyUsagesExtension);
  const alternatives = parsed.getExtension(library.SubjectAlternativeNameExtension);
  return {
    der,
    subject: nameParts(parsed.subjectName),
    subjectDer: new Uint8Array(parsed.subjectName.toArrayBuffer()),
    issuer: nameParts(parsed.issuerName),
    serial: parsed.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
    notBefore: parsed.notBefore.getTime(),
    notAfter: parsed.notAfter.getTime(),
    publicKey: new Uint8Array(parsed.publicKey.rawData),
    basicConstraints: constraints ? { ca: constraints.ca, pathLength: constraints.pathLength } : undefined,
    keyUsage: usage ? keyUsages(usage.usages, library) : undefined,
    extendedKeyUsage: parsed.getExtension(library.ExtendedKeyUsageExtension)?.usages.map(String),
    alternativeNames: alternatives?.names.items.map(({ type, value }) => ({ type: ALTERNATIVE_NAMES[type] ?? 'other', value })) ?? [],
    alternativeNamesCritical: alternatives?.critical ?? false,
    factorable: factorable(parsed.publicKey.algorithm),
    notUnderstood: extensions.filter(({ critical, type }) => critical && !UNDERSTOOD.includes(type)).map(({ type }) => type),
    async signedBy(publicKey) {
      try {
        const key = new library.PublicKey(publicKey);
        if (!strongAlgorithm(parsed.signatureAlgorithm) || factorable(key.algorithm)) return false;
        return await parsed.verify({ publicKey: key, signatureOnly: true });
      } catch {
        return false;
      }
    },
  };
}

/** RSA keys below 2048 bits can be factored. NIST SP 800-131A §3 */
function factorable(algorithm: object): boolean {
  return 'modulusLength' in algorithm && !(typeof algorithm.modulusLength === 'number' && algorithm.modulusLength >= 2048);
}

/** How many certificates are remembered. */
const MOST_READ = 32;

/** What was read lately, by its bytes in base64: a handshake brings the same certificates each time, and reading takes longer than all else in it. */
const read = new Map<string, Certificate>();

/**
 * Reads a certificate in DER. Undefined where the bytes are not one certificate from end to end, are
 * longer than any certificate here, or say one thing twice. RFC 5280 §4.1, §4.2
 */
export async function readCertificate(der: Uint8Array<ArrayBuffer>): Promise<Certificate | undefined> {
  if (der.length > CERTIFICATE_LIMIT || !isWholeDer(der)) return undefined;
  const library = await x509Library();
  const bytes = base64(der);
  try {
    const certificate = read.get(bytes) ?? parse(der.slice(), library);
    if (!certificate) return undefined;
    // Taken out and put in again, what is in use is never the oldest.
    read.delete(bytes);
    read.set(bytes, certificate);
    const [oldest] = read.keys();
    if (read.size > MOST_READ && oldest !== undefined) read.delete(oldest);
    return certificate;
  } catch {
    return undefined;
  }
}
