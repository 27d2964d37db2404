import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalTargetUri } from './target-uri.ts';

const NORMAL = 'https://server.example.com/a/b';

test.each([
  NORMAL,
  'HTTPS://Server.Example.COM/a/b',
  'https://server.example.com:443/a/b',
  'https://server.example.com:/a/b',
  'https://server.example.com/%61/b',
  'https://server.example.com/a/./c/../b',
  'https://server.example.com/a/%2e/b',
  'https://server.example.com/a/b?c=d#e',
  'https://server.example.com/a/b?q=not a uri|',
])('%s means the same as its normal form', (uri) => {
  expect(normalTargetUri(uri)).toBe(NORMAL);
});

test('an empty path is a slash, and capitals are the form of what has to be encoded', () => {
  expect(normalTargetUri('https://server.example.com')).toBe('https://server.example.com/');
  expect(normalTargetUri('https://server.example.com?x')).toBe('https://server.example.com/');
  expect(normalTargetUri('https://server.example.com/a%2fb%c3%a9')).toBe('https://server.example.com/a%2Fb%C3%A9');
  expect(normalTargetUri('http://[2001:DB8::1]:080/')).toBe('http://[2001:db8::1]/');
  expect(normalTargetUri('http://127.0.0.1:9400/token')).toBe('http://127.0.0.1:9400/token');
});

test.each([
  'https://server.example.com/a/b/',
  'https://server.example.com/a//b',
  'https://server.example.com/A/b',
  'https://server.example.com/a%2Fb',
  'https://server.example.com:8443/a/b',
  'http://server.example.com/a/b',
  'https://server.example.com./a/b',
  'https://other.example.com/a/b',
])('%s means something else', (uri) => {
  expect(normalTargetUri(uri)).not.toBe(NORMAL);
  expect(normalTargetUri(uri)).toBeDefined();
});

test.each([
  '',
  'a/b',
  '/a/b',
  'https:/server.example.com/a/b',
  'https:\\\\server.example.com/a/b',
  'https://server.example.com\\a/b',
  'https://user@server.example.com/a/b',
  'https://server.example.com/a b',
  'https://server.example.com/a\t/b',
  'https://server.example.com/%6',
  'https://sérver.example.com/a/b',
  'https:///a/b',
  'ftp://server.example.com/a/b',
  'test.lab.ledger:/a',
])('%j is no HTTP address', (text) => {
  expect(normalTargetUri(text)).toBeUndefined();
});

test('normalizing twice changes nothing, and no text makes it throw', () => {
  const segment = fc.constantFrom('a', '.', '..', '%2e', '%2F', '%41', '', 'B');
  const uri = fc.array(segment, { maxLength: 6 }).map((segments) => `https://Server.example.com/${segments.join('/')}`);
  fc.assert(
    fc.property(fc.oneof(uri, fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
      const normal = normalTargetUri(text);
      if (normal !== undefined) expect(normalTargetUri(normal)).toBe(normal);
    }),
  );
});
