import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import { cutAtJwts, jwtIn, readJwt } from './jwt-text.ts';

const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)));
const token = `${part({ alg: 'none' })}.${part({ sub: 'alice' })}.c2ln`;

test('a JWT behind Bearer is found and decoded', () => {
  expect(jwtIn(`Bearer ${token}`)).toMatchObject({ token, header: { alg: 'none' }, claims: { sub: 'alice' } });
});

test('a text that only looks like three parts is no JWT', () => {
  expect(jwtIn('https://app.lab.test/callback')).toBeUndefined();
  expect(readJwt('aaaa.bbbb.cccc')).toBeUndefined();
});

test('a token whose claims are a list is no JWT', () => {
  expect(readJwt(`${part({})}.${part([1])}.`)).toBeUndefined();
});

test('a text of a megabyte is not searched', () => {
  expect(jwtIn('x'.repeat(1_000_000))).toBeUndefined();
  expect(cutAtJwts('x'.repeat(1_000_000))).toHaveLength(1);
});

test('a text is cut around its tokens and keeps every character', () => {
  const text = `a ${token} b`;
  expect(
    cutAtJwts(text)
      .map((piece) => (typeof piece === 'string' ? piece : piece.token))
      .join(''),
  ).toBe(text);
});
