import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBasic, formatClientBasic, parseBasic, parseClientBasic } from './basic.ts';

test('a password may hold colons, and the scheme may be written in any case', () => {
  expect(parseBasic(formatBasic({ user: 'alice', password: 'a:b:c' }).replace('Basic', 'bASIC'))).toEqual({
    user: 'alice',
    password: 'a:b:c',
  });
});

test('what is not Basic, not base64, not UTF-8 or has no colon is not read', () => {
  for (const value of ['Bearer abc', 'Basic', 'Basic %%%', 'Basic /w==', 'Basic YWxpY2U=', 'Basic YTpi YTpi'])
    expect(parseBasic(value), value).toBeUndefined();
});

test('a client id and secret survive their form encoding, whatever they hold', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (user, password) => {
      expect(parseClientBasic(formatClientBasic({ user, password }))).toEqual({ user, password });
    }),
  );
});

test('no header makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const value of [text, `Basic ${text}`, `Basic ${btoa(encodeURIComponent(text.toWellFormed()))}`])
        expect([parseBasic(value), parseClientBasic(value)]).toHaveLength(2);
    }),
  );
});
