import type { JWK } from 'jose';
import { fromBase64url, utf8 } from '../../http/encoding.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { bytesOf, numberOf } from '../curves.ts';
import { multiplyAnyPoint } from './p256-any-point.ts';

function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function coordinate(jwk: JsonObject | JWK, name: 'x' | 'y' | 'd'): bigint {
  const text = jwk[name];
  return numberOf((typeof text === 'string' ? fromBase64url(text) : undefined) ?? new Uint8Array());
}

/** The 256 bits that both sides derive from a shared secret. RFC 7518 §4.6.2 */
export async function agreedKey(secret: Uint8Array, algorithm: string): Promise<Uint8Array<ArrayBuffer>> {
  const name = utf8(algorithm);
  const otherInfo = joined(uint32(name.length), name, uint32(0), uint32(0), uint32(256));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', joined(uint32(1), secret, otherInfo)));
}

/** The five parts of a sealed token, as bytes; the protected header also as it came. RFC 7516 §7.1 */
export interface SealedBytes {
  readonly protectedHeader: string;
  readonly encryptedKey: Uint8Array<ArrayBuffer>;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly tag: Uint8Array<ArrayBuffer>;
}

/**
 * NAIVE, on purpose: opens a token sealed with ECDH-ES or ECDH-ES+A256KW and A256GCM by multiplying
 * whatever `epk` came with the private key. Used only where `jwe.point-on-curve` is switched off.
 * Undefined where it does not open; never throws. RFC 8725 §2.5
 */
export async function openWithAnyPoint(
  header: JsonObject,
  epk: JsonObject,
  key: JWK,
  sealed: SealedBytes,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const point = multiplyAnyPoint(coordinate(key, 'd'), { x: coordinate(epk, 'x'), y: coordinate(epk, 'y') });
  const secret = bytesOf(point?.x ?? 0n);
  try {
    const direct = header['alg'] === 'ECDH-ES';
    const agreed = await agreedKey(secret, direct ? 'A256GCM' : 'ECDH-ES+A256KW');
    const content = direct
      ? await crypto.subtle.importKey('raw', agreed, 'AES-GCM', false, ['decrypt'])
      : await crypto.subtle.unwrapKey(
          'raw',
          sealed.encryptedKey,
          await crypto.subtle.importKey('raw', agreed, 'AES-KW', false, ['unwrapKey']),
          'AES-KW',
          'AES-GCM',
          false,
          ['decrypt'],
        );
    const parameters = { name: 'AES-GCM', iv: sealed.iv, additionalData: utf8(sealed.protectedHeader), tagLength: 128 };
    return new Uint8Array(await crypto.subtle.decrypt(parameters, content, joined(sealed.ciphertext, sealed.tag)));
  } catch {
    return undefined;
  }
}
