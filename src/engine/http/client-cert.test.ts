import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientCertHeaders, forwardedCertificate } from './client-cert.ts';
import type { Header, HttpRequest } from './message.ts';
import { formatByteSequence, parseByteSequence, parseByteSequenceList } from './structured-field.ts';

const request = (headers: readonly Header[]): HttpRequest => ({ method: 'GET', url: 'https://api.lab.test/', headers, body: '' });

test('any bytes come back from the two headers as they were put in', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.array(fc.uint8Array(), { maxLength: 3 }), (certificate, chain) => {
      const forwarded = { certificate: new Uint8Array(certificate), chain: chain.map((one) => new Uint8Array(one)) };
      expect(forwardedCertificate(request(clientCertHeaders(forwarded)))).toEqual(forwarded);
    }),
  );
});

test('no text at all makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (own, chain) => {
      forwardedCertificate(
        request([
          ['Client-Cert', own],
          ['Client-Cert-Chain', chain],
        ]),
      );
    }),
  );
});

describe('a byte sequence', () => {
  test.each([
    ['the three letters', ':Zm9v:', 'foo'],
    ['with spaces around it', '  :Zm9v:  ', 'foo'],
    ['with parameters, which mean nothing here', ':Zm9v:;a;b=1;c="x\\"y";d=?1;e=:AA==:', 'foo'],
    ['without its padding', ':Zm8:', 'fo'],
    ['of no bytes', '::', ''],
  ])('is read %s', (_case, value, text) => {
    expect(new TextDecoder().decode(parseByteSequence(value))).toBe(text);
  });

  test.each(['', 'Zm9v', ':Zm9v', ':Zm9v:x', ':Zm9v:, :Zm9v:', ':Zm-_:', ':Z:', ':=Zm9:', ':Zm9v: ;a', '"Zm9v"', ':Zm\n9v:', ':Zm9v:;A=1'])(
    'is not %j',
    (value) => {
      expect(parseByteSequence(value)).toBeUndefined();
    },
  );
});

describe('a list of byte sequences', () => {
  test('is read in order, over parameters and white space', () => {
    expect(parseByteSequenceList(':AQ==:;a=1 ,\t:Ag==:,:Aw==:')).toEqual([1, 2, 3].map((byte) => new Uint8Array([byte])));
    expect(parseByteSequenceList('')).toEqual([]);
  });

  test.each([':AQ==:,', ',:AQ==:', ':AQ==: :Ag==:', ':AQ==:, x', '(:AQ==:)'])('is not %j', (value) => {
    expect(parseByteSequenceList(value)).toBeUndefined();
  });
});

test('a header full of spaces is read in one go: twice over, this would not end', () => {
  const spaces = ' '.repeat(2_000_000);
  for (const value of [`${spaces}x`, `:AQ==:${spaces}x`, `:AQ==:,${spaces}`]) {
    expect(parseByteSequenceList(value)).toBeUndefined();
    expect(parseByteSequence(value)).toBeUndefined();
  }
});

describe('a forwarded certificate is none', () => {
  const good = formatByteSequence(new Uint8Array([1]));
  test.each<[string, Header[]]>([
    ['where no header came', []],
    [
      'where it came twice',
      [
        ['Client-Cert', good],
        ['client-cert', good],
      ],
    ],
    ['where it is empty', [['Client-Cert', '::']]],
    ['where it is PEM', [['Client-Cert', '-----BEGIN CERTIFICATE-----']]],
    [
      'where its chain cannot be read',
      [
        ['Client-Cert', good],
        ['Client-Cert-Chain', 'AQ=='],
      ],
    ],
  ])('%s', (_case, headers) => {
    expect(forwardedCertificate(request(headers))).toBeUndefined();
  });
});
