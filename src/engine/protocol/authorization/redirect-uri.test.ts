import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redirectUriRegistered } from './redirect-uri.ts';

const REGISTERED = [
  'https://app.lab.test/callback',
  'test.lab.ledger:/callback',
  'http://127.0.0.1/callback',
  'http://[::1]:8000/callback',
];

test.each(['https://app.lab.test/callback', 'test.lab.ledger:/callback', 'http://127.0.0.1:51004/callback', 'http://[::1]/callback'])(
  '%s is registered',
  (uri) => {
    expect(redirectUriRegistered(uri, REGISTERED).passed).toBe(true);
  },
);

test.each([
  undefined,
  '',
  'https://app.lab.test/callback/',
  'https://app.lab.test/callback?next=x',
  'https://APP.lab.test/callback',
  'https://app.lab.test:443/callback',
  'https://app.lab.test.evil.lab.test/callback',
  'http://127.0.0.1:51004/other',
  'http://127.0.0.1:51004@evil.lab.test/callback',
  'http://localhost:51004/callback',
  'http://127.0.0.1:1/callback#x',
  'http://127.0.0.1:65536/callback',
  'http://127.0.0.1:99999/callback',
])('%s is not registered', (uri) => {
  expect(redirectUriRegistered(uri, REGISTERED).passed).toBe(false);
});

/** What looks like a character, or is read as it by some who normalize. */
const ALIKE: Readonly<Record<string, readonly string[]>> = {
  a: ['A', '\u0430', '\uFF41', '%61', 'a\u0301'],
  c: ['C', '\u0441', '\uFF43', '%63'],
  l: ['1', 'I', '\u04CF', '\uFF4C', '%6c'],
  '.': ['\u3002', '\uFF0E', '\u2024', '%2e', '..'],
  '/': ['\u2044', '\u2215', '\uFF0F', '\\', '%2f', '//', '/./'],
  ':': ['\uFF1A', '\u02D0', '%3a'],
  t: ['T', '\uFF54', '%74', 't\u00AD', 't\u200B'],
  '0': ['O', '\u0660', '\uFF10', '00', '0x0'],
  '1': ['l', '\uFF11', '\u2460', '01'],
};

test('nothing but a registered address is registered, however alike it looks', () => {
  const place = fc.tuple(fc.constantFrom(...REGISTERED), fc.nat(), fc.nat()).map(([uri, at, which]) => {
    const places = [...uri].flatMap((char, index) => (ALIKE[char] ? [index] : []));
    const index = places[at % places.length] ?? 0;
    const others = ALIKE[uri[index] ?? ''] ?? ['x'];
    return `${uri.slice(0, index)}${others[which % others.length] ?? 'x'}${uri.slice(index + 1)}`;
  });
  const grown = fc
    .tuple(
      fc.constantFrom('', ' ', '\t', '\u0000', '\u200B', '\uFEFF', '\r\n', '.', '%00', '?', '#', ';', '@x'),
      fc.constantFrom(...REGISTERED),
      fc.boolean(),
    )
    .filter(([more]) => more !== '')
    .map(([more, uri, before]) => (before ? more + uri : uri + more));
  fc.assert(
    fc.property(fc.oneof(place, grown), (uri) => {
      // The port of a loopback address may be any. RFC 8252 §7.3
      fc.pre(!/^http:\/\/(?:127\.0\.0\.1|\[::1\]):\d+\/callback$/.test(uri));
      expect(redirectUriRegistered(uri, REGISTERED).passed, uri).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
