import { expect, test } from 'vitest';
import { headerValues } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import { MESSAGE_LIMIT } from '../../world/world.ts';
import { ask, jsonBody, rehearse } from '../../../../tests/rehearsal.ts';

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

test('a page may read that its message is too large, where it may read the other answers, and nowhere else', async () => {
  const body = 'x'.repeat(MESSAGE_LIMIT);
  const send = (url: string, origin: string): Promise<HttpResponse> =>
    ask(rehearse(), { method: 'POST', url, headers: [['Origin', origin]], body });
  for (const [url, origin, readers] of [
    ['https://as.lab.test/token', 'https://spa.lab.test', ['*']],
    ['https://as.lab.test/login', 'https://spa.lab.test', []],
    ['https://api.lab.test/invoices', 'https://spa.lab.test', ['https://spa.lab.test']],
    ['https://api.lab.test/invoices', 'https://evil.lab.test', []],
    ['https://invoices.internal.lab.test/invoices', 'https://spa.lab.test', []],
  ] as const) {
    const response = await send(url, origin);
    expect([response.status, allowed(response)], `${url} from ${origin}`).toEqual([413, readers]);
  }
  const sameSite = await ask(rehearse(), { method: 'POST', url: 'https://api.lab.test/invoices', body });
  expect([sameSite.status, allowed(sameSite), jsonBody(sameSite)['status']]).toEqual([413, [], 413]);
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
