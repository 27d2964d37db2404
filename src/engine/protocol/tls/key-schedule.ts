import { utf8 } from '../../http/encoding.ts';

/** A private key of X25519 in PKCS #8, but for its last 32 bytes. RFC 8410 §7 */
const PKCS8 = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20];

/** The point that every public key is a multiple of. RFC 7748 §4.1 */
const BASE_POINT = new Uint8Array(32).with(0, 9);

/**
 * What two ends have in common once each knows the public key of the other. RFC 7748 §6.1
 * @param privateKey 32 bytes
 * @param publicKey 32 bytes of the other end
 */
export async function sharedSecret(privateKey: Uint8Array, publicKey: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const own = await crypto.subtle.importKey('pkcs8', new Uint8Array([...PKCS8, ...privateKey]), { name: 'X25519' }, false, ['deriveBits']);
  const other = await crypto.subtle.importKey('raw', publicKey, { name: 'X25519' }, false, []);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: 'X25519', public: other }, own, 256));
}

/** The key share that belongs to a private key. RFC 8446 §4.2.8.2 */
export function keyShareOf(privateKey: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  return sharedSecret(privateKey, BASE_POINT);
}

async function hmac(key: Uint8Array<ArrayBuffer>, input: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, input));
}

/** 32 bytes derived from a secret for one purpose. RFC 8446 §7.1 */
function expand(secret: Uint8Array<ArrayBuffer>, label: string, context: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const name = utf8(`tls13 ${label}`);
  return hmac(secret, new Uint8Array([0, 32, name.length, ...name, context.length, ...context, 1]));
}

const ZEROS = new Uint8Array(32);

/**
 * The secret under which the server speaks for the rest of the handshake. RFC 8446 §7.1
 * @param shared what the key exchange gave
 * @param hellos the hash of ClientHello and ServerHello
 */
export async function serverHandshakeSecret(shared: Uint8Array<ArrayBuffer>, hellos: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const early = await hmac(ZEROS, ZEROS);
  const nothing = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array()));
  const handshake = await hmac(await expand(early, 'derived', nothing), shared);
  return expand(handshake, 's hs traffic', hellos);
}

/** The bytes by which an end shows that it knows its secret and saw these messages. RFC 8446 §4.4.4 */
export async function finishedData(secret: Uint8Array<ArrayBuffer>, transcript: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return hmac(await expand(secret, 'finished', new Uint8Array()), transcript);
}
