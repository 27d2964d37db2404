import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allowedOrigin, readOrigin } from './cross-origin.ts';

const ALLOWED = [{ origin: 'https://spa.lab.test', credentials: false }];

test('a site is allowed by its whole origin and by nothing like it', () => {
  expect(allowedOrigin('https://spa.lab.test', ALLOWED)).toBe(ALLOWED[0]);
  for (const other of [
    'http://spa.lab.test',
    'https://spa.lab.test:8443',
    'https://spa.lab.test.evil.lab.test',
    'https://evil-spa.lab.test',
    'https://SPA.lab.test',
    'null',
    '*',
    '',
    undefined,
  ])
    expect(allowedOrigin(other, ALLOWED), other).toBeUndefined();
});

test('an origin is read only as a browser writes it', () => {
  expect(['https://spa.lab.test', 'null', 'http://127.0.0.1:9400'].map(readOrigin)).toEqual([
    'https://spa.lab.test',
    'null',
    'http://127.0.0.1:9400',
  ]);
  for (const value of [
    'https://spa.lab.test/',
    'https://a https://b',
    'HTTPS://spa.lab.test',
    'https://spa.lab.test:443',
    'spa.lab.test',
    '*',
    '',
  ])
    expect(readOrigin(value), value).toBeUndefined();
});

test('whatever is read can stand in a header', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (value) => /^[\x20-\x7E]*$/.test(readOrigin(value) ?? '')));
});
