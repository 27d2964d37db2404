import { generateKeyPair, exportJWK } from 'jose';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCompact, looksLikeJwt, signCompact, strictObjectPart } from './jws.ts';
import { signBytes, verifyBytes } from './signature/signature.ts';

const { privateKey } = await generateKeyPair('Ed25519', { extractable: true });
const key = { ...(await exportJWK(privateKey)), alg: 'Ed25519', kid: 'k' };

test('what is signed can be taken apart again', async () => {
  const token = await signCompact({ alg: 'Ed25519', typ: 'at+jwt' }, { sub: 'alice', name: 'Zoë' }, key);
  expect(decodeCompact(token)).toMatchObject({ header: { alg: 'Ed25519', typ: 'at+jwt' }, claims: { sub: 'alice', name: 'Zoë' } });
  expect(looksLikeJwt(token)).toBe(true);
});

test('the key decides how it signs, whatever the header says', async () => {
  const token = await signCompact({ alg: 'none' }, { sub: 'alice' }, key);
  expect(decodeCompact(token)?.signature).toHaveLength(86);
});

test('a key that does not fit its algorithm does not sign, and verifies nothing', async () => {
  await expect(signBytes('RS256', key, new Uint8Array(1))).rejects.toThrow(TypeError);
  await expect(signCompact({ alg: 'XX' }, {}, { kty: 'oct', k: 'AAAA' })).rejects.toThrow(TypeError);
  expect(await verifyBytes('RS256', key, new Uint8Array(1), new Uint8Array(1))).toBe(false);
  expect(await verifyBytes('Ed25519', { kty: 'OKP', crv: 'Ed25519', x: '!' }, new Uint8Array(64), new Uint8Array(1))).toBe(false);
  expect(await verifyBytes('HS256', { kty: 'oct', k: '' }, new Uint8Array(32), new Uint8Array(1))).toBe(false);
});

test('other texts do not look like a JWT', () => {
  for (const text of ['', 'a.b.c', 'hello', `${'a'.repeat(40_000)}.${'b'.repeat(40_000)}.`, 'e30.e30', 'e30.W10.'])
    expect(looksLikeJwt(text), text.slice(0, 20)).toBe(false);
  expect(looksLikeJwt('e30.e30.')).toBe(true);
});

test('a part is read strictly, with the reason where it is not', () => {
  const part = (text: string): string => btoa(text).replaceAll('=', '');
  expect(strictObjectPart(part('{"a":1}'))).toEqual({ value: { a: 1 } });
  expect(strictObjectPart(part('{"a":1,"a":2}'))).toEqual({ reason: 'member "a" appears twice' });
  expect(strictObjectPart(part('[1]'))).toEqual({ reason: 'JSON, but not an object' });
  expect(strictObjectPart('e30=')).toEqual({ reason: 'not base64url' });
  expect(strictObjectPart('_w')).toEqual({ reason: 'not UTF-8' });
});

test('no text makes decoding throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const part = btoa(encodeURIComponent(text.toWellFormed()));
      expect([decodeCompact(text), decodeCompact(`${part}.e30.x`)]).toEqual([undefined, undefined]);
      expect(typeof looksLikeJwt(text)).toBe('boolean');
    }),
  );
});
