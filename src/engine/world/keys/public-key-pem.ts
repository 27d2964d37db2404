import { exportSPKI, importJWK } from 'jose';
import { publicJwk } from './keys.ts';
import type { LabKey } from './keys.ts';

/**
 * A public key as PEM text (SubjectPublicKeyInfo, RFC 5280 §4.1.2.7): the bytes that a careless verifier
 * would take for an HMAC secret.
 */
export async function publicKeyPem(key: LabKey): Promise<string> {
  const imported = await importJWK(publicJwk(key), key.alg, { extractable: true });
  if (imported instanceof Uint8Array) throw new TypeError('A lab key is never symmetric.');
  return exportSPKI(imported);
}
