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
  const one = request({ headers: [IN_HEADER] });
  const found = bearerFromRequest(one);
  expect(found).toEqual([{ place: 'header', scheme: 'Bearer', token: 'abc.def' }]);
  expect([bearerPresented(one, found).passed, bearerInOnePlace(one, found).passed]).toEqual([true, true]);
});

test('no token and another scheme are not presented, and the reason tells them apart', () => {
  const bare = request({});
  expect(bearerPresented(bare, bearerFromRequest(bare))).toMatchObject({ passed: false, received: 'no bearer token' });
  for (const value of ['Basic YTpi', 'DPoPabc', 'Bearerabc']) {
    const other = request({ headers: [['Authorization', value]] });
    const finding = bearerPresented(other, bearerFromRequest(other));
    expect(finding, value).toMatchObject({ passed: false, refusal: 'the Authorization header holds no bearer token' });
  }
});

test('a token with the scheme DPoP is found as one, and is one too many beside a bearer token', () => {
  const one = request({ headers: [['Authorization', 'dpop abc.def']] });
  expect(bearerFromRequest(one)).toEqual([{ place: 'header', scheme: 'DPoP', token: 'abc.def' }]);
  const two = request({ headers: [['Authorization', 'DPoP abc.def'], IN_HEADER] });
  expect(bearerInOnePlace(two, bearerFromRequest(two)).passed).toBe(false);
});

test('Bearer without a well-formed token is a malformed request, not a missing one', () => {
  for (const value of ['Bearer', 'Bearer ', 'Bearer a b', 'Bearer a, Bearer b']) {
    const malformed = request({ headers: [['Authorization', value]] });
    const found = bearerFromRequest(malformed);
    expect([bearerPresented(malformed, found).passed, bearerInOnePlace(malformed, found).passed], value).toEqual([true, false]);
  }
});

test('a second Authorization header is one too many, whatever it holds', () => {
  for (const second of [IN_HEADER, ['Authorization', 'second'] as const]) {
    const two = request({ headers: [IN_HEADER, second] });
    expect(bearerInOnePlace(two, bearerFromRequest(two))).toMatchObject({ passed: false, received: '2 Authorization headers' });
  }
});

test('one token in two places is two', () => {
  const two = request({ url: 'https://api.lab.test/invoices?access_token=abc', headers: [IN_HEADER] });
  expect(bearerInOnePlace(two, bearerFromRequest(two))).toMatchObject({ passed: false, received: 'Authorization header and URL' });
});

test('a token in the URL is found and not let through', () => {
  const inUrl = request({ url: 'https://api.lab.test/invoices?access%5Ftoken=abc' });
  expect(bearerFromRequest(inUrl)).toEqual([{ place: 'query', scheme: 'Bearer', token: 'abc' }]);
  expect(bearerNotInQuery(inUrl).passed).toBe(false);
  expect(bearerNotInQuery(request({})).passed).toBe(true);
});

test('a token in a form body is found', () => {
  expect(bearerFromRequest(request({ method: 'POST', headers: [FORM_TYPE], body: 'a=1&access_token=abc' }))).toEqual([
    { place: 'form', scheme: 'Bearer', token: 'abc' },
  ]);
});

test('no request makes the rules throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (method, url, value, body) => {
      const odd = request({ method, url, headers: [['Authorization', value], ['Authorization', `Bearer ${value}`], FORM_TYPE], body });
      const found = bearerFromRequest(odd);
      expect(typeof (bearerPresented(odd, found).passed && bearerInOnePlace(odd, found).passed && bearerNotInQuery(odd).passed)).toBe(
        'boolean',
      );
    }),
  );
});
