import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asCurl } from './curl.ts';
import { asFetch, asHttp, readableBody } from '../message-text.ts';

const request = {
  method: 'POST',
  url: "https://as.lab.test/token?a=it's",
  headers: [['X-Name', "O'Hara $(id) `id`"] as const],
  body: "a=1&b='; rm x; '",
};

test('a curl command gives a POSIX shell exactly the texts of the request', () => {
  fc.assert(
    fc.property(
      fc.string().filter((text) => !text.includes('\0')),
      (body) => {
        const command = asCurl({ ...request, body: `x${body}` }).replace(/^curl/, "printf '%s\\n--\\n'");
        const words = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' }).split('\n--\n');
        expect(words).toContain(request.url);
        expect(words).toContain(`x${body}`);
        expect(words).toContain("X-Name: O'Hara $(id) `id`");
      },
    ),
    { numRuns: 25 },
  );
});

test('a call of fetch evaluates to the same request', () => {
  const seen: unknown[] = [];
  const source = asFetch(request).replace('await fetch', 'record');
  new Function('record', source)((...args: unknown[]) => seen.push(...args));
  expect(seen).toEqual([
    request.url,
    { method: 'POST', headers: [['X-Name', "O'Hara $(id) `id`"]], body: request.body, redirect: 'manual' },
  ]);
});

test('HTTP text starts with the request line and the host', () => {
  expect(asHttp(request)).toMatch(/^POST \/token\?a=it's HTTP\/1\.1\nHost: as\.lab\.test\n/);
});

test('JSON is indented for reading and broken JSON is left as it came', () => {
  const headers = [['Content-Type', 'application/json'] as const];
  expect(readableBody({ status: 200, headers, body: '{"a":1}' })).toBe('{\n  "a": 1\n}');
  expect(readableBody({ status: 200, headers, body: '{"a":' })).toBe('{"a":');
});
