import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pathInNormalForm } from './request-path.ts';

test.each(['/invoices', '/', '', '/invoices/17?q=//x', '/a%20b', '/%C3%A9'])('%s is in normal form', (path) => {
  expect(pathInNormalForm(`https://api.lab.test${path}`).passed).toBe(true);
});

test.each([
  '/a/../b',
  '/a/./b',
  '/a/%2e%2E/b',
  '//a',
  '/a//b',
  '/a\\b',
  '/%69nvoices',
  '/a%2fb',
  '/a%5Cb',
  '/a%00',
  '/a%252fb',
  '/a%zz',
  '/..',
])('%s is not in normal form', (path) => {
  expect(pathInNormalForm(`https://api.lab.test${path}`).passed).toBe(false);
});

test('no text makes the rule throw', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof pathInNormalForm(text).passed === 'boolean'));
});
