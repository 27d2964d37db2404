import { expect, test } from 'vitest';
import { equalInConstantTime } from '../constant-time.ts';
import { clientSecretMatches, passwordMatches } from './client-secret.ts';

test('texts are equal only where every byte is', () => {
  expect(equalInConstantTime('grün', 'grün')).toBe(true);
  for (const other of ['', 'gr', 'grun', 'grüne', 'Grün']) expect(equalInConstantTime('grün', other), other).toBe(false);
});

test('the registered secret passes, another, none, and a client without one fail', () => {
  expect(clientSecretMatches('s3cret', 's3cret').passed).toBe(true);
  expect(clientSecretMatches('guess', 's3cret').passed).toBe(false);
  expect(clientSecretMatches(undefined, 's3cret').passed).toBe(false);
  expect(clientSecretMatches('', undefined).passed).toBe(false);
});

test('a password passes only for a user who is known', () => {
  expect(passwordMatches('wonderland', 'wonderland').passed).toBe(true);
  expect(passwordMatches('builder', 'wonderland').passed).toBe(false);
  expect(passwordMatches(undefined, 'wonderland').passed).toBe(false);
  expect(passwordMatches('\u0000', undefined).passed).toBe(false);
});

test('no finding holds what was presented or what was expected', () => {
  const text = JSON.stringify([clientSecretMatches('presented-one', 'registered-one'), passwordMatches('presented-one', 'registered-one')]);
  expect(text).not.toMatch(/presented-one|registered-one/);
});
