import type { JWK } from 'jose';
import { fromBase64url } from '#engine/http/encoding.ts';
import { formatPem } from '#engine/protocol/x509/pem.ts';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8. RFC 8410 §7 */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/** A private Ed25519 key as PEM. RFC 8410 §7 */
export function ed25519Pem(key: JWK): string {
  return formatPem('PRIVATE KEY', Uint8Array.from([...PKCS8, ...(fromBase64url(key.d ?? '') ?? [])]));
}
