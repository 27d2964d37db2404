import { isWholeDer, nameParts, strongAlgorithm } from './certificate.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import { x509Library } from './library.ts';
import type { X509Library } from './library.ts';

/** A list of revoked certificates, read whole, and to be believed once it is `signedBy` its issuer. RFC 5280 §5.1 */
export interface RevocationList {
  readonly issuer: DistinguishedName;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** Why each serial number (hexadecimal, without leading zeros) was revoked, and when. */
  readonly revoked: ReadonlyMap<string, { readonly at: number; readonly reason: string | undefined }>;
  /** Whether it holds critical extensions that nobody here understands, such as the delta of another list. RFC 5280 §5.2 */
  readonly notUnderstood: boolean;
  /** Whether its signature was made with the key in this SubjectPublicKeyInfo. Never throws. */
  signedBy(publicKey: Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** The longest list anybody here reads, in bytes. */
const LIST_LIMIT = 64 * 1024;

function read(der: Uint8Array<ArrayBuffer>, library: X509Library): RevocationList {
  const parsed = new library.X509Crl(der);
  const entries = parsed.entries.map((entry) => {
    const serial = entry.serialNumber.toLowerCase().replace(/^0+(?=.)/, '');
    const reason = entry.reason === undefined ? undefined : library.X509CrlReason[entry.reason];
    const critical = entry.extensions.some(({ critical: isCritical, type }) => isCritical && type !== '2.5.29.21');
    return { serial, at: entry.revocationDate.getTime(), reason, critical };
  });
  return {
    issuer: nameParts(parsed.issuerName),
    thisUpdate: parsed.thisUpdate.getTime(),
    nextUpdate: parsed.nextUpdate?.getTime(),
    revoked: new Map(entries.map(({ serial, at, reason }) => [serial, { at, reason }])),
    notUnderstood: parsed.extensions.some(({ critical }) => critical) || entries.some(({ critical }) => critical),
    async signedBy(publicKey) {
      try {
        if (!strongAlgorithm(parsed.signatureAlgorithm)) return false;
        return await parsed.verify({ publicKey: new library.PublicKey(publicKey) });
      } catch {
        return false;
      }
    },
  };
}

/** Reads a revocation list in DER; undefined where the bytes are none, or more than anybody reads. RFC 5280 §5.1 */
export async function readRevocationList(der: Uint8Array<ArrayBuffer>): Promise<RevocationList | undefined> {
  if (der.length > LIST_LIMIT || !isWholeDer(der)) return undefined;
  const library = await x509Library();
  try {
    return read(der, library);
  } catch {
    return undefined;
  }
}
