import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import type { JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { IDENTITY_KEYS } from '../../world/certificates/identity-keys.ts';
import { SERVER_KEY } from '../../world/certificates/server.ts';
import { certificateVerifyContent, provesPossession, signHandshake } from './certificate-verify.ts';
import { ecdsaValueFromHalves, halvesFromEcdsaValue } from './ecdsa-value.ts';

const HASH = new Uint8Array(32).map((_, index) => index);
const P256 = (await crypto.subtle.exportKey(
  'jwk',
  (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])).privateKey,
)) as JWK;

function publicKeyOf(key: JWK): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createPublicKey({ key: { ...key }, format: 'jwk' }).export({ type: 'spki', format: 'der' }));
}

const KEYS: readonly (readonly [string, JWK])[] = [
  ['Ed25519', IDENTITY_KEYS.payroll],
  ['RSA', SERVER_KEY],
  ['P-256', P256],
];

test('what is signed is 64 spaces, the context, a zero and the hash', () => {
  const text = new TextDecoder('latin1').decode(certificateVerifyContent('client', HASH));
  expect(text.slice(0, 98)).toBe(`${' '.repeat(64)}TLS 1.3, client CertificateVerify\0`);
  expect(text).toHaveLength(130);
});

describe.each(KEYS)('a handshake signed with a key of %s', (name, key) => {
  test('proves possession of that key, for this handshake and this end alone', async () => {
    const signed = await signHandshake('client', HASH, key);
    const proves = async (end: 'client' | 'server', hash: Uint8Array, by: JWK): Promise<boolean> =>
      (await provesPossession(end, hash, publicKeyOf(by), signed)).passed;
    expect(await proves('client', HASH, key)).toBe(true);
    expect(await proves('server', HASH, key)).toBe(false);
    expect(await proves('client', HASH.with(0, 1), key)).toBe(false);
    expect(await proves('client', HASH, name === 'Ed25519' ? IDENTITY_KEYS.printer : IDENTITY_KEYS.payroll)).toBe(false);
  });

  test('is what OpenSSL makes and takes', async () => {
    const content = certificateVerifyContent('client', HASH);
    const pss = name === 'RSA' ? { padding: 6, saltLength: 32 } : {};
    const digest = name === 'Ed25519' ? null : 'sha256';
    const { scheme, signature } = await signHandshake('client', HASH, key);
    expect(verify(digest, content, { key: createPublicKey({ key: { ...key }, format: 'jwk' }), ...pss }, signature)).toBe(true);
    const made = new Uint8Array(sign(digest, content, { key: createPrivateKey({ key: { ...key }, format: 'jwk' }), ...pss }));
    expect((await provesPossession('client', HASH, publicKeyOf(key), { scheme, signature: made })).passed).toBe(true);
  });
});

test('no bytes at all make it throw', async () => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((some) => new Uint8Array(some));
  const publicKey = fc.oneof(bytes, fc.constantFrom(...KEYS.map(([, key]) => publicKeyOf(key))));
  await fc.assert(
    fc.asyncProperty(publicKey, bytes, fc.constantFrom(0x0807, 0x0403, 0x0804, 0), async (key, signature, scheme) => {
      expect((await provesPossession('client', HASH, key, { scheme, signature })).passed).toBe(false);
    }),
  );
});

test('a shared secret signs no handshake', async () => {
  await expect(signHandshake('client', HASH, { kty: 'oct', k: 'AAAA' })).rejects.toThrow(TypeError);
});

describe('an ECDSA value', () => {
  test('comes back as the halves it was made from', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (halves) => {
        expect(halvesFromEcdsaValue(ecdsaValueFromHalves(halves))).toEqual(new Uint8Array(halves));
      }),
    );
  });

  test.each([
    ['is cut off', [0x30, 6, 2, 1, 1, 2, 1]],
    ['has something behind it', [0x30, 6, 2, 1, 1, 2, 1, 1, 0]],
    ['has something inside behind its numbers', [0x30, 7, 2, 1, 1, 2, 1, 1, 0]],
    ['has a number longer than it must be', [0x30, 7, 2, 2, 0, 1, 2, 1, 1]],
    ['has a negative number', [0x30, 6, 2, 1, 0x80, 2, 1, 1]],
    ['has a number of no bytes', [0x30, 5, 2, 0, 2, 1, 1]],
    ['is empty', []],
  ])('is none where it %s', (_case, bytes) => {
    expect(halvesFromEcdsaValue(new Uint8Array(bytes))).toBeUndefined();
  });
});
