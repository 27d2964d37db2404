import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodedPath, matchPath, rawPath, resolvedPath } from './path.ts';

test.each([
  ['/invoices/inv-1001', '/invoices/inv-1001'],
  ['/invoices/inv%2D1001', '/invoices/inv-1001'],
  ['/invoices/..%2Fexport', '/export'],
  ['/invoices/%2e%2e/export', '/export'],
  ['/a/./b', '/a/b'],
  ['/../../a', '/a'],
  ['/a/..', '/'],
  ['/a/b/.', '/a/b/'],
  ['/a//b', '/a//b'],
  ['/', '/'],
  ['/%zz', '/%zz'],
  ['/%ff', '/%ff'],
  ['/%252e%252e/a', '/%2e%2e/a'],
])('%s is read as %s', (path, read) => {
  expect(decodedPath(path)).toBe(read);
});

test('a path is taken as it was sent, and a name in a pattern takes one segment', () => {
  expect(rawPath('https://api.lab.test/a/../b?c#d')).toBe('/a/../b');
  expect(matchPath('/invoices/{id}', '/invoices/..%2Fexport')).toEqual({ id: '..%2Fexport' });
  expect(matchPath('/invoices/{id}', '/invoices/')).toBeUndefined();
});

test.each([
  'https://as.lab.test/token',
  'http://127.0.0.1:9400/token?a=b',
  'https://as.lab.test',
  'https://as.lab.test?a',
  'https://as.lab.test/#a',
  'https://as.lab.test/a/../token',
  'https://as.lab.test/%2e%2e/token',
  'https://as.lab.test/to\tken',
  'https://as.lab.test\\token',
  'https://as.lab.test/tökén',
  'https://as.lab.test/.well-known/openid-configuration',
  'test.lab.ledger:/callback',
  'no address',
])('the resolved path of %j is what a URL parser makes of it', (url) => {
  expect(resolvedPath(url)).toBe(URL.parse(url)?.pathname ?? '');
});

test('no path makes the reader throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => decodedPath(`/${text}`).startsWith('/')));
});
