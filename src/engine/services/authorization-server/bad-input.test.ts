import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask, rehearse } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';

const PATHS = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/openid-configuration',
  '/jwks',
  '/authorize',
  '/authorize/resume',
  '/login',
  '/consent',
  '/login/second-factor',
  '/token',
  '/par',
  '/register',
  '/register/client',
  '/device_authorization',
  '/device',
  '/device/confirm',
  '/userinfo',
  '/logout',
  '/logout/confirm',
  '/federation',
  '/federation/callback',
  '/introspect',
  '/revoke',
  '/apps',
  '/',
  '/constructor',
  '//x',
];
const NAMES = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'resource',
  'request',
  'request_uri',
  'response_mode',
  'device_code',
  'user_code',
  'form_token',
  'username',
  'password',
  'decision',
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'access_token',
  'token',
  'client_secret',
  'client_assertion',
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'audience',
  'client_assertion_type',
  'acr_values',
  'claims',
  'one_time_code',
  'id_token_hint',
  'post_logout_redirect_uri',
  'logout',
  '__proto__',
];
const VALUES = [
  'ledger',
  'ledger-phone',
  'television',
  'urn:ietf:params:oauth:grant-type:device_code',
  'https://app.lab.test/callback',
  'test.lab.ledger:/callback',
  'code',
  'openid',
  'S256',
  'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  'none',
  'authorization_code',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:token-exchange',
  'urn:ietf:params:oauth:token-type:access_token',
  'client_credentials',
  'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  'eyJhbGciOiJFZDI1NTE5In0.eyJzdWIiOiJwYXlyb2xsLWltcG9ydCJ9.',
  'nightly-report',
  'payroll-import',
  'urn:example:acr:two-factors',
  '{"id_token":{"acr":{"essential":true,"values":[1,"x"]}}}',
  'rogue',
  'alice',
  'wonderland',
  'javascript:alert(1)',
  'constructor',
  '',
  '\r\nSet-Cookie: a=b',
];

const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom(...VALUES));
const fields = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 8 })), text), { maxLength: 10 });
const query = fields.map((pairs) => new URLSearchParams(pairs).toString());
const headers = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constantFrom('Authorization', 'authorization', 'Cookie', 'Content-Type', 'X'),
      fc.string({ unit: 'binary', maxLength: 60 }),
    ),
    fc.constantFrom<[string, string]>(
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ['Authorization', 'Basic bGVkZ2VyOng='],
      ['Authorization', `Basic ${btoa('gateway:gateway-secret-b81d20e4c7f95a36')}`],
      ['Authorization', 'Bearer a.b.c'],
      ['Authorization', 'Bearer eyJhbGciOiJub25lIn0.e30.'],
      ['Cookie', '__Host-session=x'],
    ),
  ),
  { maxLength: 4 },
);

test('any request at all gets an answer that a specification allows', async () => {
  const cast = rehearse();
  const loose = rehearse({
    off: [
      'authorize.redirect-uri-exact',
      'authorize.scope-allowed',
      'authorize.resource-known',
      'http.parameter-once',
      'login.form-token',
      'login.password',
      'consent.parameters-bound',
      'consent.shown',
      'client.authenticated',
      'client.secret',
      'token.code-fresh',
      'token.refresh-lifetime',
      'authorize.prompt-none',
      'jwt.signature',
      'jwt.compact-form',
    ],
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'DELETE', 'get', ''),
      fc.constantFrom(...PATHS),
      query,
      headers,
      fc.oneof(query, fc.string({ unit: 'binary', maxLength: 200 })),
      async (method, path, search, given, body) => {
        for (const world of [cast, loose]) {
          const response = await ask(world, { method, url: `https://as.lab.test${path}?${search}`, headers: given, body });
          expect([200, 201, 303, 307, 400, 401, 403, 404, 405, 429]).toContain(response.status);
          if (response.status === 401) expect(header(response, 'www-authenticate')).toBeDefined();
          if (response.status === 429) expect(header(response, 'retry-after')).toMatch(/^\d+$/);
          if (response.status === 405) expect(header(response, 'allow')).toBeDefined();
          if (response.status === 303) expect(header(response, 'location')).toBeDefined();
          for (const [name, value] of response.headers) expect(`${name}: ${value}`).not.toMatch(/[\r\n]/);
        }
      },
    ),
    { numRuns: 1500, seed: 20261124 },
  );
}, 60_000);

test('a message beyond the limit is refused as too large', async () => {
  expect((await ask(rehearse(), { method: 'POST', url: 'https://as.lab.test/token', body: 'x'.repeat(65 * 1024) })).status).toBe(413);
});

test('a method that an address does not take is refused with those it takes', async () => {
  const response = await ask(rehearse(), { url: 'https://as.lab.test/token' });
  expect(response.status).toBe(405);
  expect(header(response, 'allow')).toBe('POST');
});

test.each([
  [404, 'GET', '/token/'],
  [404, 'POST', '/constructor'],
  [405, 'GET', '/token'],
  [405, 'OPTIONS', '/authorize'],
])('%i for %s %s is not kept by a cache', async (status, method, path) => {
  const response = await ask(rehearse(), { method, url: `https://as.lab.test${path}` });
  expect([response.status, header(response, 'cache-control')]).toEqual([status, 'no-store']);
});
