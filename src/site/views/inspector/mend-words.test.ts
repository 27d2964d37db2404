import { expect, test } from 'vitest';
import { asSentence, wayOut } from './mend-words.ts';

test('a token for someone else is mended by asking for one with this resource', () => {
  expect(wayOut({ check: 'jwt.audience', party: 'gateway', outcome: 'failed', expected: 'https://api.lab.test' })).toBe(
    'resource=https://api.lab.test',
  );
});

test('where a check expected no single value, there is nothing to copy', () => {
  expect(wayOut({ check: 'jwt.audience', party: 'gateway', outcome: 'failed', expected: 'one of these' })).toBeUndefined();
  expect(wayOut({ check: 'jwt.signature', party: 'gateway', outcome: 'failed', expected: 'EdDSA' })).toBeUndefined();
});

test('a reason begins with a capital and ends with one full stop', () => {
  expect(asSentence('the token is meant for someone else')).toBe('The token is meant for someone else.');
  expect(asSentence('is it?')).toBe('Is it?');
});
