import { expect, test } from 'vitest';
import type { HttpRequest } from '#engine/http/message.ts';
import { parseRaw, rawEdits, rawRequest, withTexts } from './raw-request.ts';

const request: HttpRequest = {
  method: 'POST',
  url: 'https://as.lab.test/token',
  headers: [
    ['Authorization', 'Basic abc'],
    ['X-A', '1'],
    ['X-A', '2'],
  ],
  body: 'a=1\n\nb',
};

test('a raw text reads back to the same request', () => {
  expect(parseRaw(rawRequest(request))).toEqual({ ok: true, request });
  const bare = { method: 'GET', url: 'https://api.lab.test/', headers: [], body: '' };
  expect(parseRaw(rawRequest(bare))).toEqual({ ok: true, request: bare });
});

test('only what differs becomes an edit', () => {
  const wanted = { ...request, method: 'GET', headers: [['Authorization', 'Basic xyz'] as const, ['X-A', '1'] as const] };
  const edits = rawEdits('m#0', request, wanted);
  expect(edits).toHaveLength(3);
  expect(withTexts(request, edits)).toEqual(wanted);
});

test('broken raw texts are told by their line', () => {
  expect(parseRaw('hello')).toMatchObject({ ok: false });
  expect(parseRaw('GET https://api.lab.test/\nno header here')).toMatchObject({ ok: false, message: expect.stringContaining('Line 2') });
  expect(parseRaw('x'.repeat(1_000_000))).toMatchObject({ ok: false });
});

test('a request as it goes over the network gets its URL from its Host', () => {
  expect(parseRaw('GET /invoices?a=1 HTTP/1.1\nHost: api.lab.test\nAccept: */*\n\n')).toEqual({
    ok: true,
    request: { method: 'GET', url: 'https://api.lab.test/invoices?a=1', headers: [['Accept', '*/*']], body: '' },
  });
});

test('a path without one host is told, and a whole URL keeps its Host header', () => {
  for (const text of [
    'GET /invoices',
    'GET /invoices HTTP/1.1\nHost: ',
    'GET /invoices HTTP/1.1\nHost: a\nHost: b',
    'GET / HTTP/1.1\nHost: a b',
  ])
    expect(parseRaw(text)).toMatchObject({ ok: false, message: expect.stringContaining('Host') });
  expect(parseRaw('GET https://api.lab.test/ HTTP/2\nHost: evil.lab.test\n')).toMatchObject({
    ok: true,
    request: { url: 'https://api.lab.test/', headers: [['Host', 'evil.lab.test']] },
  });
});
