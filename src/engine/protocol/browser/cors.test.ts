import { describe, expect, test } from 'vitest';
import type { Header, HttpResponse } from '../../http/message.ts';
import { mayRead, needsPreflight, preflightAllows, preflightRequest, readablePart, unsafeHeaders } from './cors.ts';

const PAGE = 'https://app.lab.test';

function answer(...headers: readonly Header[]): HttpResponse {
  return { status: 204, headers, body: '' };
}

function request(method: string, ...headers: readonly Header[]): { method: string; url: string; headers: readonly Header[]; body: string } {
  return { method, url: 'https://api.lab.test/invoices', headers, body: '' };
}

test.each([
  ['GET', [], false],
  ['POST', [['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8']], false],
  ['POST', [['Content-Type', 'application/json']], true],
  ['GET', [['Authorization', 'Bearer x']], true],
  ['GET', [['X-Requested-By', 'me']], true],
  ['GET', [['Accept-Language', 'x'.repeat(129)]], true],
  ['POST', [['Content-Type', 'multipart/form-data; boundary="x"']], true],
  ['GET', [['Accept', 'text/html, application/json;q=0.9']], false],
  ['GET', [['Accept', '{"$ne": 1}']], true],
  ['GET', [['Accept-Language', 'de-CH, en;q=0.5']], false],
  ['GET', [['Accept-Language', '<script>']], true],
  ['GET', [['Range', 'bytes=0-99']], false],
  ['GET', [['Range', 'bytes=0-1, 5-6']], true],
  ['GET', [['toString', 'x']], true],
  ['DELETE', [], true],
] as const)('%s with %j asks first: %s', (method, headers, asks) => {
  expect(needsPreflight(request(method, ...headers))).toBe(asks);
});

test('a preflight names the method and the headers in lower case, sorted, each once', () => {
  const asked = preflightRequest(request('PUT', ['X-B', '1'], ['Authorization', 'x'], ['x-b', '2']), PAGE);
  expect(unsafeHeaders(asked.headers)).not.toContain('authorization');
  expect(asked).toMatchObject({ method: 'OPTIONS', body: '' });
  expect(asked.headers).toContainEqual(['Access-Control-Request-Headers', 'authorization,x-b']);
  expect(asked.headers).toContainEqual(['Access-Control-Request-Method', 'PUT']);
});

describe('an answer can be read', () => {
  test.each([
    [[['Access-Control-Allow-Origin', PAGE]], false, true],
    [[['Access-Control-Allow-Origin', '*']], false, true],
    [[['Access-Control-Allow-Origin', '*']], true, false],
    [[['Access-Control-Allow-Origin', PAGE]], true, false],
    [
      [
        ['Access-Control-Allow-Origin', PAGE],
        ['Access-Control-Allow-Credentials', 'true'],
      ],
      true,
      true,
    ],
    [
      [
        ['Access-Control-Allow-Origin', PAGE],
        ['Access-Control-Allow-Credentials', 'TRUE'],
      ],
      true,
      false,
    ],
    [[['Access-Control-Allow-Origin', `${PAGE}/`]], false, false],
    [[['Access-Control-Allow-Origin', 'null']], false, false],
    [
      [
        ['Access-Control-Allow-Origin', PAGE],
        ['Access-Control-Allow-Origin', '*'],
      ],
      false,
      false,
    ],
    [[], false, false],
  ] as const)('with %j and credentials %s: %s', (headers, credentials, readable) => {
    expect(mayRead(answer(...headers), PAGE, credentials).passed).toBe(readable);
  });
});

describe('a preflight', () => {
  const origin: Header = ['Access-Control-Allow-Origin', '*'];

  test('must allow the method, unless any form could send it', () => {
    expect(preflightAllows(answer(origin), request('DELETE'), PAGE, false).passed).toBe(false);
    expect(preflightAllows(answer(origin, ['Access-Control-Allow-Methods', 'GET, DELETE']), request('DELETE'), PAGE, false).passed).toBe(
      true,
    );
    expect(preflightAllows(answer(origin), request('POST'), PAGE, false).passed).toBe(true);
  });

  test('must name Authorization itself, for a star does not cover it', () => {
    const asked = request('GET', ['Authorization', 'x'], ['X-Other', 'y']);
    expect(preflightAllows(answer(origin, ['Access-Control-Allow-Headers', '*']), asked, PAGE, false).passed).toBe(false);
    expect(preflightAllows(answer(origin, ['Access-Control-Allow-Headers', '*, authorization']), asked, PAGE, false).passed).toBe(true);
  });

  test('that fails, or redirects, allows nothing', () => {
    for (const status of [301, 403, 500])
      expect(preflightAllows({ ...answer(origin), status }, request('GET'), PAGE, false).passed).toBe(false);
  });
});

test('a script of another origin reads the listed headers and never a cookie', () => {
  const whole = answer(
    ['Content-Type', 'text/plain'],
    ['Set-Cookie', 'a=1'],
    ['X-Secret', '1'],
    ['RateLimit', 'x'],
    ['Access-Control-Expose-Headers', 'RateLimit, Set-Cookie'],
  );
  expect(readablePart(whole, false).headers.map(([name]) => name)).toEqual(['Content-Type', 'RateLimit']);
});
