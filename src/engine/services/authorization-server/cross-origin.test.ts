import { expect, test } from 'vitest';
import { headerValues } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import { ask, rehearse } from '../../../../tests/rehearsal.ts';

const PAGE: Header = ['Origin', 'http://127.0.0.1:8080'];

async function sent(method: string, path: string, headers: readonly Header[]): Promise<HttpResponse> {
  return ask(rehearse(), { method, url: `https://as.lab.test${path}`, headers });
}

const allowed = (response: HttpResponse): string[] => headerValues(response, 'access-control-allow-origin');

test.each([
  ['GET', '/.well-known/openid-configuration'],
  ['GET', '/.well-known/oauth-authorization-server'],
  ['GET', '/jwks'],
  ['POST', '/token'],
  ['GET', '/userinfo'],
  ['POST', '/par'],
  ['POST', '/register'],
  ['GET', '/register/client'],
])('a page of any origin may read the answer to %s %s, refusals as well, and never with credentials', async (method, path) => {
  const response = await sent(method, path, [PAGE]);
  expect(allowed(response)).toEqual(['*']);
  expect(headerValues(response, 'access-control-allow-credentials')).toEqual([]);
});

test('a preflight is answered without asking who it is', async () => {
  const response = await sent('OPTIONS', '/userinfo', [PAGE, ['Access-Control-Request-Method', 'GET']]);
  expect(response.status).toBe(204);
  expect(headerValues(response, 'access-control-allow-headers')).toEqual(['Authorization, Content-Type, DPoP']);
  expect(headerValues(response, 'access-control-allow-methods')).toEqual(['GET, HEAD, POST']);
});

test.each(['/authorize', '/login', '/consent'])('what goes by the session cookie is for no page of another origin: %s', async (path) => {
  expect(allowed(await sent('POST', path, [PAGE]))).toEqual([]);
  const preflight = await sent('OPTIONS', path, [PAGE, ['Access-Control-Request-Method', 'POST']]);
  expect([preflight.status, allowed(preflight)]).toEqual([405, []]);
});

test('whoever is no page of another origin gets the same answer as ever', async () => {
  expect(allowed(await sent('GET', '/jwks', []))).toEqual([]);
  expect((await sent('OPTIONS', '/token', [])).status).toBe(405);
  expect((await sent('OPTIONS', '/token', [PAGE])).status).toBe(405);
});

test.each(['/jwks', '/.well-known/openid-configuration'])('a cache keeps %s for pages and for others apart', async (path) => {
  expect(headerValues(await sent('GET', path, []), 'vary')).toEqual(['Origin']);
  expect(headerValues(await sent('GET', path, [PAGE]), 'vary')).toEqual(['Origin']);
});
