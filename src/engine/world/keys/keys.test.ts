import { importJWK } from 'jose';
import { expect, test } from 'vitest';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY, ID_TOKEN_KEY, PUBLIC_JWKS, publicJwk } from './keys.ts';
import { publicKeyPem } from './public-key-pem.ts';

test('the published set holds the keys of the issuer and no private member', () => {
  expect(PUBLIC_JWKS.keys.map((key) => key.kid)).toEqual(expect.arrayContaining(['as-2026-11', 'as-2026-11-rsa']));
  expect(PUBLIC_JWKS.keys.flatMap(Object.keys).filter((member) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(member))).toEqual([]);
});

test.each([ACCESS_TOKEN_KEY, ID_TOKEN_KEY, ATTACKER_KEY])('the key $kid can be imported, whole and in public', async (key) => {
  expect(await importJWK({ ...key }, key.alg)).toMatchObject({ type: 'private' });
  expect(await importJWK(publicJwk(key), key.alg)).toMatchObject({ type: 'public' });
});

test('a public key can be written as PEM', async () => {
  expect(await publicKeyPem(ID_TOKEN_KEY)).toMatch(/^-----BEGIN PUBLIC KEY-----\n[A-Za-z0-9+/=\n]+-----END PUBLIC KEY-----$/);
});
