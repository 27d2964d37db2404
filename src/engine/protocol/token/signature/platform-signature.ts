/** How WebCrypto is asked to sign or verify. */
export type SignatureUse = AlgorithmIdentifier | RsaPssParams | EcdsaParams;

/**
 * A signature over bytes, by the platform. `npm run serve` puts Node's own in the place of this file,
 * which does the same without a turn through other threads.
 * @throws where the key cannot sign
 */
export async function platformSign(use: SignatureUse, key: CryptoKey, input: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign(use, key, input));
}

/**
 * Whether a signature over bytes verifies, by the platform.
 * @throws where the key cannot verify
 */
export async function platformVerify(
  use: SignatureUse,
  key: CryptoKey,
  signature: Uint8Array<ArrayBuffer>,
  input: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify(use, key, signature, input);
}
