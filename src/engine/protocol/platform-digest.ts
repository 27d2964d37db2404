/** Hashes that tokens and proofs are made with. RFC 7518 §3.1 */
export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** The hash of bytes, by the platform. `npm run serve` puts Node's own in the place of this file. FIPS 180-4 */
export async function platformDigest(hash: HashName, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest(hash, bytes));
}
