/** One of the two numbers of an ECDSA signature as an ASN.1 INTEGER. X.690 §8.3 */
function integer(number: Uint8Array): number[] {
  let start = 0;
  while (start < number.length - 1 && number[start] === 0) start += 1;
  const bytes = [...number.subarray(start)];
  const content = (bytes[0] ?? 0) >= 0x80 ? [0, ...bytes] : bytes;
  return [0x02, content.length, ...content];
}

/** The signature of a P-256 key as TLS sends it, from the two halves that WebCrypto gives. RFC 3279 §2.2.3 */
export function ecdsaValueFromHalves(signature: Uint8Array): Uint8Array<ArrayBuffer> {
  const content = [...integer(signature.subarray(0, 32)), ...integer(signature.subarray(32))];
  return new Uint8Array([0x30, content.length, ...content]);
}

/** The two halves WebCrypto wants, or undefined where the bytes are not such a signature in DER. RFC 3279 §2.2.3 */
export function halvesFromEcdsaValue(value: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const halves = new Uint8Array(64);
  if (value[0] !== 0x30 || value[1] !== value.length - 2) return undefined;
  let at = 2;
  for (const end of [32, 64]) {
    const length = value[at + 1] ?? 0;
    const number = value.subarray(at + 2, at + 2 + length);
    const padded = number[0] === 0 && (number[1] ?? 0) >= 0x80;
    const digits = padded ? number.subarray(1) : number;
    const shortest = length > 0 && (padded || (number[0] ?? 0) < 0x80) && (number[0] !== 0 || padded || length === 1);
    if (value[at] !== 0x02 || number.length !== length || !shortest || digits.length > 32) return undefined;
    halves.set(digits, end - digits.length);
    at += 2 + length;
  }
  return at === value.length ? halves : undefined;
}
