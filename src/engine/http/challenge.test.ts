import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bearerChallenge, formatChallenge, parseChallenges } from './challenge.ts';

test('a value cannot break out of its quotes, nor into another header', () => {
  const text = formatChallenge({ scheme: 'Bearer', parameters: [['error_description', 'a "b" \\ c\r\nSet-Cookie: x=1 é']] });
  expect(text).toBe('Bearer error_description="a \\"b\\" \\\\ c??Set-Cookie: x=1 ?"');
});

test('a parameter that is undefined is left out', () => {
  expect(bearerChallenge({ realm: 'ledger', scope: undefined })).toBe('Bearer realm="ledger"');
  expect(bearerChallenge({})).toBe('Bearer');
});

test('several challenges in one value are told apart', () => {
  expect(parseChallenges('Basic realm="a, b", charset=UTF-8, Bearer scope="x y"')).toEqual([
    {
      scheme: 'Basic',
      parameters: [
        ['realm', 'a, b'],
        ['charset', 'UTF-8'],
      ],
    },
    { scheme: 'Bearer', parameters: [['scope', 'x y']] },
  ]);
});

test('what cannot be read gives nothing', () => {
  for (const value of ['"', 'Bearer realm="open', 'realm="x"', 'Bearer a="b" c="d"']) expect(parseChallenges(value), value).toBeUndefined();
});

test('printable values come back as they went, and no text makes the parser throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const printable = text.replaceAll(/[^\x20-\x7E]/g, '?');
      expect(parseChallenges(bearerChallenge({ realm: text }))?.[0]?.parameters).toEqual([['realm', printable]]);
      parseChallenges(text);
    }),
  );
});
