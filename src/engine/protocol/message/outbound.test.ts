import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressOnList, answeredWithoutRedirect } from './outbound.ts';

const LIST = ['https://partner.lab.test', 'https://app.lab.test:8443'];

test.each(['https://partner.lab.test/hooks?x=1', 'https://PARTNER.lab.test:443/', 'https://app.lab.test:8443/a'])(
  '%s may be called',
  (address) => {
    expect(addressOnList(address, LIST).passed).toBe(true);
  },
);

test.each([
  'https://metadata.internal.lab.test/latest',
  'http://partner.lab.test/',
  'https://partner.lab.test.evil.lab.test/',
  'https://partner.lab.test@evil.lab.test/',
  'https://user:secret@partner.lab.test/',
  'https://partner.lab.test:8443/',
  'https://app.lab.test/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://2130706433/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  '//partner.lab.test/',
  '',
  'https://partner.lab.test\\@evil.lab.test',
])('%s may not', (address) => {
  const url = URL.parse(address);
  expect(addressOnList(address, LIST).passed).toBe(url?.origin === 'https://partner.lab.test' && url.username === '');
});

test.each([
  'blob:https://partner.lab.test/hooks',
  'filesystem:https://partner.lab.test/x',
  'wss://partner.lab.test/',
  'https://partner.lab.test./',
])('%s may not, although its host is that of the list', (address) => {
  expect(addressOnList(address, LIST).passed).toBe(false);
});

test('what is no text is no address, and a secret in one is not shown', () => {
  for (const odd of [undefined, null, 1, [], {}]) expect(addressOnList(odd, LIST).passed).toBe(false);
  expect(JSON.stringify(addressOnList('https://user:hunter2@partner.lab.test/', LIST))).not.toContain('hunter2');
});

test('a redirect leads away, a 304 or an answer without Location does not', () => {
  expect(answeredWithoutRedirect(308, 'https://evil.lab.test/x')).toMatchObject({
    passed: false,
    received: '308 to https://evil.lab.test',
  });
  expect(answeredWithoutRedirect(302, '/elsewhere').passed).toBe(false);
  expect(answeredWithoutRedirect(304, undefined).passed).toBe(true);
  expect(answeredWithoutRedirect(200, undefined).passed).toBe(true);
});

test('no text makes the rules throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), (text, status) => {
      expect(typeof addressOnList(text, LIST).passed).toBe('boolean');
      expect(typeof answeredWithoutRedirect(status, text).passed).toBe('boolean');
    }),
  );
});
