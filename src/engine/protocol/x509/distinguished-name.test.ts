import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDistinguishedName, parseDistinguishedName, sameName } from './distinguished-name.ts';
import type { DistinguishedName } from './distinguished-name.ts';

const attribute = fc.record({
  type: fc.constantFrom('2.5.4.3', '2.5.4.10', '0.9.2342.19200300.100.1.25', '1.2.3.4'),
  value: fc.string({ unit: 'grapheme' }),
});

test('any name comes back from its text', () => {
  fc.assert(
    fc.property(fc.array(fc.array(attribute, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 4 }), (name) => {
      const read = parseDistinguishedName(formatDistinguishedName(name));
      expect(read).toEqual(name);
    }),
  );
});

test.each([' ', '  ', '   ', '#', ' #', '# ', '\\', '\\ ', '=', '\0', '\n', ''])('the value %j comes back from its text', (value) => {
  expect(parseDistinguishedName(formatDistinguishedName(cn(value)))).toEqual(cn(value));
});

test('no text at all makes the reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      parseDistinguishedName(text);
    }),
  );
});

const cn = (value: string): DistinguishedName => [[{ type: '2.5.4.3', value }]];

describe('the examples of RFC 4514 §4', () => {
  test.each([
    ['UID=jsmith,DC=example,DC=net', 3],
    ['OU=Sales+CN=J.  Smith,DC=example,DC=net', 3],
    [String.raw`CN=James \"Jim\" Smith\, III,DC=example,DC=net`, 3],
    [String.raw`CN=Before\0dAfter,DC=example,DC=net`, 3],
    [String.raw`CN=Lu\C4\8Di\C4\87`, 1],
  ])('%s', (text, parts) => {
    expect(parseDistinguishedName(text)).toHaveLength(parts);
  });

  test('mean what they say', () => {
    expect(parseDistinguishedName(String.raw`CN=Lu\C4\8Di\C4\87`)).toEqual(cn('Lučić'));
    expect(parseDistinguishedName(String.raw`CN=James \"Jim\" Smith\, III`)).toEqual(cn('James "Jim" Smith, III'));
    expect(parseDistinguishedName(String.raw`CN=Before\0dAfter`)).toEqual(cn('Before\rAfter'));
  });
});

test('the text begins with the part nearest to the holder', () => {
  const name = [[{ type: '2.5.4.10', value: 'Lab' }], [{ type: '2.5.4.3', value: 'payroll, import' }]];
  expect(formatDistinguishedName(name)).toBe(String.raw`CN=payroll\, import,O=Lab`);
});

test.each(['', 'CN', 'payroll', 'CN=a,', 'XY=a', 'CN=a;O=b', 'CN=#04024869', String.raw`CN=\C4`, 'CN=a\0b', '1=a'])(
  '%j is no name',
  (text) => {
    expect(parseDistinguishedName(text)).toBeUndefined();
  },
);

describe('two names are the same', () => {
  test.each([
    ['in other case', 'CN=Payroll', 'cn=payroll', true],
    ['with other spaces', 'CN=pay  roll ,O=Lab', 'CN=pay roll,O=Lab', true],
    ['with a part of two in another order', 'OU=a+CN=b', 'CN=b+OU=a', true],
    ['not with parts in another order', 'CN=b,O=a', 'O=a,CN=b', false],
    ['not with a part more', 'CN=b,O=a', 'CN=b', false],
    ['not where one value reads like two parts', String.raw`CN=b\,O\=a`, 'CN=b,O=a', false],
    ['not where a value of a part of two holds the other', String.raw`CN=a\00`, 'CN=a', false],
  ])('%s', (_case, left, right, same) => {
    const [one, other] = [parseDistinguishedName(left), parseDistinguishedName(right)];
    expect(one && other && sameName(one, other)).toBe(same);
  });
});
