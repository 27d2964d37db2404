import { describe, expect, test } from 'vitest';
import { headerValues, header } from '../../http/message.ts';
import { ATTACKER_KEY, ID_TOKEN_KEY } from '../../world/keys/keys.ts';
import { ask, GATEWAY, INVOICES_API, protectedWorld, tokenFor } from '../resource-server/protected-world.fixture.ts';

const INVOICES = `${GATEWAY}/invoices`;

describe('a request the gateway forwards', () => {
  test('passes every check, and the API behind makes them again', async () => {
    const { response, trace, record } = await ask(protectedWorld(), INVOICES, { token: await tokenFor('alice') });
    expect(response.status).toBe(200);
    const parsed: unknown = JSON.parse(response.body);
    expect(parsed).toMatchObject({ invoices: [{ id: 'inv-1001' }, { id: 'inv-1002' }, { id: 'inv-1003' }] });
    expect(trace.exchanges.map(({ from, to, parent }) => [from, to, parent])).toEqual([
      ['app', 'gateway', undefined],
      ['gateway', 'invoices', 1],
    ]);
    for (const exchange of trace.exchanges)
      expect(exchange.checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'not-reached')).toEqual([]);
    for (const id of [
      'gateway.path-normal',
      'gateway.route-known',
      'http.method',
      'gateway.credential',
      'bearer.one-place',
      'bearer.not-in-query',
      'gateway.scope',
    ] as const) {
      expect(record(id)?.outcome, id).toBe('passed');
    }
    expect(record('jwt.audience', 'invoices')?.outcome).toBe('passed');
  });

  test('carries the token on and leaves identity headers, cookies and hop-by-hop headers behind', async () => {
    const { trace, record } = await ask(protectedWorld(), INVOICES, {
      token: await tokenFor('alice'),
      headers: [
        ['X-User', 'carol'],
        ['X-Forwarded-User', 'carol'],
        ['Client-Cert', ':MII=:'],
        ['Cookie', 'a=b'],
        ['Connection', 'close'],
        ['Accept', 'application/json'],
      ],
    });
    const names = trace.exchanges[1]?.request.headers.map(([name]) => name);
    expect(names).toEqual(['Accept', 'Forwarded', 'Via', 'Authorization', 'traceparent']);
    expect(record('gateway.strip-headers')).toMatchObject({ outcome: 'sent', received: 'X-User, X-Forwarded-User' });
  });

  test('leaves an identity behind however it is spelled, and what only the gateway may say of a credential', async () => {
    const { trace, record } = await ask(protectedWorld(), INVOICES, {
      token: await tokenFor('alice'),
      headers: [
        ['X_User', 'carol'],
        ['X-Original-Authorization', 'Bearer made-up'],
      ],
    });
    expect(trace.exchanges[1]?.request.headers.map(([name]) => name)).toEqual(['Forwarded', 'Via', 'Authorization', 'traceparent']);
    expect(record('gateway.strip-headers')?.received).toBe('X_User');
  });

  test('keeps identity headers where that duty is off', async () => {
    const { trace, record } = await ask(protectedWorld(['gateway.strip-headers']), INVOICES, {
      token: await tokenFor('alice'),
      headers: [['X-User', 'carol']],
    });
    expect(record('gateway.strip-headers')?.outcome).toBe('left-out');
    expect(trace.exchanges[1]?.request.headers).toContainEqual(['X-User', 'carol']);
  });

  test('may ask for /me without any scope', async () => {
    const { response, record } = await ask(protectedWorld(), `${GATEWAY}/me`, { token: await tokenFor('bob', { scope: '' }) });
    expect([response.status, record('gateway.scope')]).toEqual([200, undefined]);
    expect(JSON.parse(response.body)).toMatchObject({ sub: 'bob', department: 'Sales' });
  });

  test('is answered so that no cache keeps it, unless that duty is off', async () => {
    const asked = { token: await tokenFor('alice') };
    expect(header((await ask(protectedWorld(), INVOICES, asked)).response, 'cache-control')).toBe('no-store');
    expect(header((await ask(protectedWorld(['http.no-store']), INVOICES, asked)).response, 'cache-control')).toBeUndefined();
  });
});

describe('a request without a credential', () => {
  test('gets a challenge without an error code, and authorization is not reached', async () => {
    const { response, record } = await ask(protectedWorld(), INVOICES);
    expect(response.status).toBe(401);
    expect(headerValues(response, 'www-authenticate')).toEqual([
      'Bearer realm="api.lab.test", scope="invoice_read", resource_metadata="https://api.lab.test/.well-known/oauth-protected-resource"',
      'DPoP realm="api.lab.test", scope="invoice_read", resource_metadata="https://api.lab.test/.well-known/oauth-protected-resource", algs="Ed25519 EdDSA ES256 PS256 RS256"',
    ]);
    expect(record('gateway.credential')?.outcome).toBe('failed');
    expect(record('jwt.signature')?.outcome).toBe('not-reached');
    expect(record('gateway.scope')?.outcome).toBe('not-reached');
  });

  test('is refused even where every other check of it is off', async () => {
    const { response } = await ask(protectedWorld(['gateway.credential', 'jwt.signature', 'gateway.scope']), INVOICES);
    expect(response.status).toBe(401);
  });
});

describe('a request the gateway refuses', () => {
  const cases = [
    ['gateway.route-known', 404, `${GATEWAY}/v0/invoices`, {}],
    ['gateway.path-normal', 400, `${GATEWAY}/invoices/%2e%2e/me`, {}],
    ['http.method', 405, INVOICES, { method: 'DELETE' }],
    ['bearer.not-in-query', 400, `${INVOICES}?access_token=a.b.c`, {}],
  ] as const;
  test.each(cases)('%s answers %i', async (check, status, url, asked) => {
    const { response, record } = await ask(protectedWorld(), url, asked);
    expect(response.status).toBe(status);
    expect(record(check)?.outcome).toBe('failed');
    expect(header(response, 'content-type')).toBe('application/problem+json');
  });

  test('names the methods that are allowed', async () => {
    expect(header((await ask(protectedWorld(), INVOICES, { method: 'PUT' })).response, 'allow')).toBe('GET, HEAD, POST');
  });

  test('carries one token twice', async () => {
    const token = await tokenFor('alice');
    const url = `${INVOICES}?access_token=${token}`;
    const { response, record } = await ask(protectedWorld(), url, { token });
    expect([response.status, record('bearer.one-place')?.outcome, record('jwt.signature')?.outcome]).toEqual([400, 'failed', 'passed']);
    expect(header(response, 'www-authenticate')).toContain('error="invalid_request"');
    const off = await ask(protectedWorld(['bearer.one-place', 'bearer.not-in-query']), url, { token });
    expect([off.response.status, off.record('bearer.one-place')?.wouldHave]).toEqual([200, 'failed']);
    expect(off.trace.exchanges[1]?.request.url).toBe(`${INVOICES_API}/invoices`);
  });

  test('holds too little scope: 403 with the scope that would do', async () => {
    const { response, record, trace } = await ask(protectedWorld(), INVOICES, {
      method: 'POST',
      token: await tokenFor('alice', { scope: 'invoice_read' }),
      body: '{}',
    });
    expect([response.status, record('gateway.scope')?.outcome, trace.exchanges.length]).toEqual([403, 'failed', 1]);
    expect(header(response, 'www-authenticate')).toMatch(/^Bearer realm="api.lab.test", error="insufficient_scope".*scope="invoice_write"/);
  });

  test('with the scope check off goes on, and the API asks again', async () => {
    const { response, record } = await ask(protectedWorld(['gateway.scope']), INVOICES, {
      method: 'POST',
      token: await tokenFor('alice', { scope: 'invoice_read' }),
      body: '{}',
    });
    expect([response.status, record('gateway.scope')?.outcome, record('api.scope', 'invoices')?.outcome]).toEqual([
      403,
      'switched-off',
      'failed',
    ]);
  });
});

describe('a refusal says why in this very case, on the wire as in the record', () => {
  test.each([
    ['Bearer', 400, 'What follows the scheme is no token.'],
    ['Digest username="alice"', 401, 'The Authorization header holds no bearer token.'],
    ['DPoP let-me-in', 401, 'The token does not have three parts.'],
  ])('%s', async (authorization, status, detail) => {
    const { response } = await ask(protectedWorld(), INVOICES, { headers: [['Authorization', authorization]] });
    expect([response.status, JSON.parse(response.body)]).toEqual([status, expect.objectContaining({ detail })]);
  });

  test('a token whose claims cannot be read', async () => {
    const [head = '', , signature = ''] = (await tokenFor('alice')).split('.');
    const token = `${head}.${btoa('{"sub":"a","sub":"b"}').replaceAll('=', '')}.${signature}`;
    const { response, record } = await ask(protectedWorld(['jwt.signature']), INVOICES, { token });
    expect([response.status, record('jwt.claim-types')?.refusal]).toEqual([401, 'the claims of the token cannot be read']);
    expect(header(response, 'www-authenticate')).toContain('error_description="The claims of the token cannot be read."');
  });
});

describe('a token the gateway refuses', () => {
  const now = 1_795_514_652;
  const cases = [
    ['jwt.compact-form', () => Promise.resolve('let-me-in')],
    ['jwt.header-json', () => Promise.resolve(`${btoa('{"alg":"Ed25519","alg":"none"}').replaceAll('=', '')}.e30.AA`)],
    ['jwt.embedded-key', () => tokenFor('alice', {}, { jwk: { kty: 'OKP' } })],
    ['jwt.key-url', () => tokenFor('alice', {}, { jku: 'https://evil.lab.test/jwks' })],
    ['jwt.critical', () => tokenFor('alice', {}, { crit: ['cash'] })],
    ['jwt.algorithm', () => tokenFor('alice', {}, { alg: 'none' })],
    ['jwt.key-id', () => tokenFor('alice', {}, { kid: 'another' })],
    ['jwt.algorithm-key', () => tokenFor('alice', {}, { alg: 'RS256' })],
    ['jwt.signature', () => tokenFor('alice', {}, {}, { ...ATTACKER_KEY, kid: 'as-2026-11' })],
    ['jwt.type', () => tokenFor('alice', {}, { typ: 'JWT', alg: 'RS256', kid: ID_TOKEN_KEY.kid }, ID_TOKEN_KEY)],
    ['jwt.claim-types', () => tokenFor('alice', { iss: ['https://as.lab.test'] })],
    ['jwt.required-claims', () => tokenFor('alice', { jti: undefined })],
    ['jwt.issuer', () => tokenFor('alice', { iss: 'https://evil.lab.test' })],
    ['jwt.audience', () => tokenFor('alice', { aud: 'https://payments.internal.lab.test' })],
    ['jwt.expiry', () => tokenFor('alice', { exp: now - 3600, iat: now - 7200 })],
    ['jwt.not-before', () => tokenFor('alice', { nbf: now + 3600 })],
    ['jwt.issued-at', () => tokenFor('alice', { iat: now + 3600, exp: now + 7200 })],
  ] as const;
  test.each(cases)('%s answers 401 invalid_token and does not reach the scope', async (check, token) => {
    const { response, record, trace } = await ask(protectedWorld(), INVOICES, { token: await token() });
    expect(response.status).toBe(401);
    expect(header(response, 'www-authenticate')).toContain('error="invalid_token"');
    expect(record(check)?.outcome).toBe('failed');
    expect(record('gateway.scope')?.outcome).toBe('not-reached');
    expect(trace.exchanges.every(({ to }) => to !== 'invoices')).toBe(true);
  });
});

describe('the keys of the gateway', () => {
  test('are fetched once where none are known', async () => {
    const world = protectedWorld([], false);
    const asked = { token: await tokenFor('alice') };
    expect((await ask(world, `${GATEWAY}/me`, asked)).response.status).toBe(200);
    expect((await ask(world, `${GATEWAY}/me`, asked)).response.status).toBe(200);
    expect(world.trace().exchanges.filter(({ from, to }) => from === 'gateway' && to === 'as').length).toBe(1);
  });

  test('are asked for again for an unknown key, but only once a minute', async () => {
    const world = protectedWorld();
    const asked = { token: await tokenFor('alice', {}, { kid: 'new' }) };
    const look = () => world.trace().exchanges.filter(({ to }) => to === 'as').length;
    await ask(world, INVOICES, asked);
    await ask(world, INVOICES, asked);
    expect(look()).toBe(1);
    world.clock.advance(61);
    await ask(world, INVOICES, asked);
    expect(look()).toBe(2);
  });
});

test('the gateway describes itself without a credential', async () => {
  const { response } = await ask(protectedWorld(), `${GATEWAY}/.well-known/oauth-protected-resource`);
  expect(JSON.parse(response.body)).toMatchObject({
    resource: GATEWAY,
    authorization_servers: ['https://as.lab.test'],
    scopes_supported: ['invoice_read', 'invoice_write', 'invoice_export'],
  });
});
