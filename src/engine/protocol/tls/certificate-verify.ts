import type { JWK } from 'jose';
import { utf8 } from '../../http/encoding.ts';
import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';
import { ecdsaValueFromHalves, halvesFromEcdsaValue } from './ecdsa-value.ts';

/** How one kind of key signs a handshake. RFC 8446 §4.2.3 */
interface SignatureScheme {
  readonly name: string;
  readonly code: number;
  /** How its SubjectPublicKeyInfo begins behind the outer length, in hexadecimal. RFC 5280 §4.1.2.7 */
  readonly algorithmIdentifier: string;
  readonly key: AlgorithmIdentifier | RsaHashedImportParams | EcKeyImportParams;
  readonly use: AlgorithmIdentifier | RsaPssParams | EcdsaParams;
}

const SCHEMES: readonly SignatureScheme[] = [
  { name: 'ed25519', code: 0x0807, algorithmIdentifier: '300506032b6570', key: { name: 'Ed25519' }, use: { name: 'Ed25519' } },
  {
    name: 'ecdsa_secp256r1_sha256',
    code: 0x0403,
    algorithmIdentifier: '301306072a8648ce3d020106082a8648ce3d030107',
    key: { name: 'ECDSA', namedCurve: 'P-256' },
    use: { name: 'ECDSA', hash: 'SHA-256' },
  },
  {
    name: 'rsa_pss_rsae_sha256',
    code: 0x0804,
    algorithmIdentifier: '300d06092a864886f70d0101010500',
    key: { name: 'RSA-PSS', hash: 'SHA-256' },
    use: { name: 'RSA-PSS', saltLength: 32 },
  },
];

/** The codes of the schemes that are taken here, as `signature_algorithms` lists them. RFC 8446 §4.2.3 */
export const SIGNATURE_SCHEMES: readonly number[] = SCHEMES.map(({ code }) => code);

function schemeOf(publicKey: Uint8Array): SignatureScheme | undefined {
  const first = publicKey[1] ?? 0;
  const start = first < 0x80 ? 2 : 2 + (first & 0x7f);
  const text = [...publicKey.subarray(start, start + 32)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return SCHEMES.find(({ algorithmIdentifier }) => text.startsWith(algorithmIdentifier));
}

/** Signs for the client, or for the server: each signs under a context of its own. RFC 8446 §4.4.3 */
export type Endpoint = 'client' | 'server';

/** The bytes a CertificateVerify signs: 64 spaces, the context, a zero, the hash of all messages so far. RFC 8446 §4.4.3 */
export function certificateVerifyContent(endpoint: Endpoint, transcriptHash: Uint8Array): Uint8Array<ArrayBuffer> {
  const context = utf8(`TLS 1.3, ${endpoint} CertificateVerify`);
  return new Uint8Array([...new Uint8Array(64).fill(0x20), ...context, 0, ...transcriptHash]);
}

/** A signature over a handshake, and by which scheme it was made. */
export interface HandshakeSignature {
  readonly scheme: number;
  readonly signature: Uint8Array<ArrayBuffer>;
}

const MATERIAL = ['kty', 'crv', 'x', 'y', 'd', 'n', 'e', 'p', 'q', 'dp', 'dq', 'qi'] as const;

/**
 * Proves a private key by a signature over the handshake so far. RFC 8446 §4.4.3
 * @throws {TypeError} where no scheme here signs with such a key
 */
export async function signHandshake(endpoint: Endpoint, transcriptHash: Uint8Array, key: JWK): Promise<HandshakeSignature> {
  const name = key.kty === 'RSA' ? 'rsa_pss_rsae_sha256' : key.crv === 'P-256' ? 'ecdsa_secp256r1_sha256' : 'ed25519';
  const scheme = SCHEMES.find((one) => one.name === name);
  if (!scheme || !['RSA', 'EC', 'OKP'].includes(key.kty ?? '')) throw new TypeError('Such a key signs no handshake here.');
  const jwk = Object.fromEntries(MATERIAL.flatMap((member) => (key[member] === undefined ? [] : [[member, key[member]]])));
  const imported = await crypto.subtle.importKey('jwk', jwk, scheme.key, false, ['sign']);
  const made = new Uint8Array(await crypto.subtle.sign(scheme.use, imported, certificateVerifyContent(endpoint, transcriptHash)));
  return { scheme: scheme.code, signature: scheme.name.startsWith('ecdsa') ? ecdsaValueFromHalves(made) : made };
}

/**
 * Was the signature over this very handshake made with the key in the certificate? Never throws.
 * RFC 8446 §4.4.3
 * @param publicKey the SubjectPublicKeyInfo of the certificate
 */
export async function provesPossession(
  endpoint: Endpoint,
  transcriptHash: Uint8Array,
  publicKey: Uint8Array<ArrayBuffer>,
  { scheme, signature }: HandshakeSignature,
): Promise<Finding> {
  const expected = "a signature over this handshake with the certificate's key";
  const fitting = schemeOf(publicKey);
  if (!fitting) return failed(expected, 'a certificate with a kind of key that signs no handshake here');
  if (fitting.code !== scheme) return failed(expected, `a signature of another kind than the key of the certificate: ${fitting.name}`);
  try {
    const key = await crypto.subtle.importKey('spki', publicKey, fitting.key, false, ['verify']);
    const halves = fitting.name.startsWith('ecdsa') ? halvesFromEcdsaValue(signature) : signature;
    const content = certificateVerifyContent(endpoint, transcriptHash);
    if (halves && (await crypto.subtle.verify(fitting.use, key, halves, content))) return passed(`${fitting.name} verifies`, expected);
  } catch {
    // A key that cannot be used proves nothing.
  }
  return failed(expected, 'a signature that another key made, or over another handshake');
}
