import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FORM_TYPE } from '../../http/form.ts';
import type { Header, HttpRequest } from '../../http/message.ts';
import { bearerFromRequest, bearerInOnePlace, bearerNotInQuery, bearerPresented } from './bearer.ts';

function request(change: Partial<HttpRequest>): HttpRequest {
  return { method: 'GET', url: 'https://api.lab.test/invoices', headers: [], body: '', ...change };
}

const IN_HEADER: Header = ['authorization', 'bearer  abc.def'];

test('a token in the header is found, whatever the case of scheme and name', () => {
  const found = bearerFromRequest(request({ headers: [IN_HEADER] }));
  expect(found).toEqual([{ place: 'header', token: 'abc.def' }]);
  expect([bearerPresented(found).passed, bearerInOnePlace(found).passed]).toEqual([true, true]);
});

test('no token, another scheme, and a scheme without a token are not presented', () => {
  for (const value of [undefined, 'Basic YTpi', 'Bearer', 'Bearer ', 'Bearer a b', 'Bearerabc']) {
    const found = bearerFromRequest(request({ headers: value === undefined ? [] : [['Authorization', value]] }));
    expect(bearerPresented(found).passed, value).toBe(false);
  }
});

test('two tokens are two, even in two headers of one name', () => {
  const found = bearerFromRequest(request({ headers: [IN_HEADER, IN_HEADER] }));
  expect(bearerInOnePlace(found)).toMatchObject({ passed: false, received: 'Authorization header and Authorization header' });
});

test('a token in the URL is found and not let through', () => {
  const inUrl = request({ url: 'https://api.lab.test/invoices?access%5Ftoken=abc' });
  expect(bearerFromRequest(inUrl)).toEqual([{ place: 'query', token: 'abc' }]);
  expect(bearerNotInQuery(inUrl).passed).toBe(false);
  expect(bearerNotInQuery(request({})).passed).toBe(true);
});

test('a token in a form body is found', () => {
  expect(bearerFromRequest(request({ method: 'POST', headers: [FORM_TYPE], body: 'a=1&access_token=abc' }))).toEqual([
    { place: 'form', token: 'abc' },
  ]);
});

test('no request makes the rules throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (method, url, value, body) => {
      const odd = request({ method, url, headers: [['Authorization', value], ['Authorization', `Bearer ${value}`], FORM_TYPE], body });
      const found = bearerFromRequest(odd);
      expect(typeof (bearerPresented(found).passed && bearerInOnePlace(found).passed && bearerNotInQuery(odd).passed)).toBe('boolean');
    }),
  );
});
