import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';

/** The SHA-256 thumbprint of a key, as base64url. RFC 7638 §3 */
export function jwkThumbprint(key: JWK): Promise<string> {
  return calculateJwkThumbprint(key, 'sha256');
}
