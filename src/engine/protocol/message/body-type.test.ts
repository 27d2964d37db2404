import { expect, test } from 'vitest';
import { bodyTypeRead, isPacked } from './body-type.ts';

test.each([
  ['POST', undefined, true],
  ['POST', 'application/json', true],
  ['POST', 'Application/JSON; charset=utf-8', true],
  ['POST', 'application/merge-patch+json', false],
  ['POST', 'text/plain', false],
  ['POST', 'application/x-www-form-urlencoded', false],
  ['POST', 'application/jsonp', false],
  ['constructor', 'text/plain', false],
  ['PATCH', 'application/json', true],
  ['PATCH', 'application/merge-patch+json', true],
  ['PATCH', 'application/json-patch+json', false],
])('%s with %s: %s', (method, type, passed) => {
  const headers = type === undefined ? [] : [['Content-Type', type] as const];
  expect(bodyTypeRead({ method, url: 'https://a.test/', headers, body: '{}' }).passed).toBe(passed);
});

test.each([
  ['gzip', true],
  ['identity, br', true],
  ['GZIP', true],
  ['identity', false],
  ['Identity ', false],
  ['', false],
])('a body with the coding %j is packed: %s', (coding, packed) => {
  const request = { method: 'POST', url: 'https://a.test/', headers: [['Content-Encoding', coding] as const], body: '{}' };
  expect([isPacked(request), bodyTypeRead(request).passed]).toEqual([packed, !packed]);
});
