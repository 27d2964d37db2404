import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { equalInConstantTime } from '../constant-time.ts';
import { clientSecretMatches, passwordMatches } from './client-secret.ts';

test('texts are equal only where every byte is', () => {
  expect(equalInConstantTime('grün', 'grün')).toBe(true);
  for (const other of ['', 'gr', 'grun', 'grüne', 'Grün']) expect(equalInConstantTime('grün', other), other).toBe(false);
});

test('texts are equal in constant time exactly where they are equal', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  fc.assert(fc.property(text, text, (left, right) => equalInConstantTime(left, right) === (left === right)));
  fc.assert(fc.property(text, (same) => equalInConstantTime(same, same)));
});

test('every character is looked at, wherever the first difference is', () => {
  const reads = (presented: string): number => {
    const reading = vi.spyOn(String.prototype, 'charCodeAt');
    const equal = equalInConstantTime(presented, 'registered');
    const count = reading.mock.calls.length;
    reading.mockRestore();
    expect(equal).toBe(presented === 'registered');
    return count;
  };
  expect(['registered', 'xegistered', 'registerex', 'xxxxxxxxxx'].map(reads)).toEqual([20, 20, 20, 20]);
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
