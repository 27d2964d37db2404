import { utf8 } from '../../http/encoding.ts';
import { SIGNATURE_SCHEMES } from './certificate-verify.ts';
import type { HandshakeSignature } from './certificate-verify.ts';

type Bytes = readonly number[] | Uint8Array;

function joined(parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A number in so many bytes, the most significant first. RFC 8446 §3.3 */
function number(octets: 1 | 2 | 3, value: number): number[] {
  return Array.from({ length: octets }, (_, index) => (value >> (8 * (octets - 1 - index))) & 0xff);
}

/** Bytes behind their length. RFC 8446 §3.4 */
function vector(octets: 1 | 2 | 3, ...parts: readonly Bytes[]): Uint8Array {
  const content = joined(parts);
  return joined([number(octets, content.length), content]);
}

/** A message behind its type and length. RFC 8446 §4 */
function message(type: number, ...parts: readonly Bytes[]): Uint8Array<ArrayBuffer> {
  return joined([[type], vector(3, ...parts)]);
}

function extension(type: number, ...parts: readonly Bytes[]): Uint8Array {
  return joined([number(2, type), vector(2, ...parts)]);
}

const LEGACY_VERSION = number(2, 0x0303);
const TLS_1_3 = number(2, 0x0304);
const TLS_AES_128_GCM_SHA256 = number(2, 0x1301);
const X25519 = number(2, 0x001d);

/** The list of signature schemes that an end takes. RFC 8446 §4.2.3 */
function signatureAlgorithms(): Uint8Array {
  return extension(13, vector(2, ...SIGNATURE_SCHEMES.map((code) => number(2, code))));
}

/**
 * What a client opens with. RFC 8446 §4.1.2
 * @param random 32 bytes
 * @param keyShare the 32 bytes of a share for X25519
 */
export function clientHello(random: Uint8Array, host: string, keyShare: Uint8Array): Uint8Array<ArrayBuffer> {
  const extensions = [
    extension(0, vector(2, [0], vector(2, utf8(host)))),
    extension(10, vector(2, X25519)),
    signatureAlgorithms(),
    extension(43, vector(1, TLS_1_3)),
    extension(51, vector(2, X25519, vector(2, keyShare))),
  ];
  return message(1, LEGACY_VERSION, random, vector(1), vector(2, TLS_AES_128_GCM_SHA256), vector(1, [0]), vector(2, ...extensions));
}

/** How a server answers it. RFC 8446 §4.1.3 */
export function serverHello(random: Uint8Array, keyShare: Uint8Array): Uint8Array<ArrayBuffer> {
  const extensions = [extension(43, TLS_1_3), extension(51, X25519, vector(2, keyShare))];
  return message(2, LEGACY_VERSION, random, vector(1), TLS_AES_128_GCM_SHA256, [0], vector(2, ...extensions));
}

/** Nothing more to say about the connection. RFC 8446 §4.3.1 */
export function encryptedExtensions(): Uint8Array<ArrayBuffer> {
  return message(8, vector(2));
}

/**
 * A server asks for a certificate, and names whom it trusts. RFC 8446 §4.3.2, §4.2.4
 * @param authorities names in DER
 */
export function certificateRequest(authorities: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const trusted = authorities.length === 0 ? [] : [extension(47, vector(2, ...authorities.map((name) => vector(2, name))))];
  return message(13, vector(1), vector(2, signatureAlgorithms(), ...trusted));
}

/** Certificates in DER, the peer's own first. RFC 8446 §4.4.2 */
export function certificateMessage(chain: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return message(11, vector(1), vector(3, ...chain.flatMap((der) => [vector(3, der), vector(2)])));
}

/** The proof of the private key. RFC 8446 §4.4.3 */
export function certificateVerifyMessage({ scheme, signature }: HandshakeSignature): Uint8Array<ArrayBuffer> {
  return message(15, number(2, scheme), vector(2, signature));
}

/** What an end closes its part of the handshake with. RFC 8446 §4.4.4 */
export function finishedMessage(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return message(20, data);
}

/** The hash of every message so far, which is what gets signed. RFC 8446 §4.4.1 */
export async function transcriptHash(messages: readonly Uint8Array[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(messages)));
}
