import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import { header } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { BASIC, codeFields, post, REFRESH, TOKEN, userinfo, without } from './request.fixture.ts';
import type { Company } from './request.fixture.ts';

async function withCode(
  off: readonly CheckId[] = [],
  options: Parameters<typeof codeFields>[1] = {},
): Promise<{ cast: Company; fields: Record<string, string> }> {
  const cast = rehearse({ off });
  return { cast, fields: await codeFields(cast, options) };
}

function expectError(response: HttpResponse, status: number, error: string): void {
  expect({ status: response.status, error: jsonBody(response)['error'] }).toEqual({ status, error });
  expect(header(response, 'cache-control')).toBe('no-store');
  expect(header(response, 'content-type')).toBe('application/json');
}

test('a code gives an access token as RFC 9068 has it, an ID token and a refresh token', async () => {
  const { cast, fields } = await withCode();
  const response = await post(cast, fields);
  expect(response.status).toBe(200);
  expect(header(response, 'cache-control')).toBe('no-store');
  const body = jsonBody(response);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid profile invoice_read' });
  const access = decodeCompact(String(body['access_token']));
  const seconds = cast.world.clock.now() / 1000;
  expect(access?.header).toEqual({ alg: 'Ed25519', typ: 'at+jwt', kid: 'as-2026-11' });
  expect(access?.claims).toMatchObject({
    iss: 'https://as.lab.test',
    sub: 'alice',
    aud: 'https://api.lab.test',
    iat: seconds,
    exp: seconds + 300,
    client_id: 'ledger-phone',
    department: 'Finance',
    tenant: 'one',
    roles: [],
  });
  const id = decodeCompact(String(body['id_token']));
  expect(id?.header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'as-2026-11-rsa' });
  expect(id?.claims).toMatchObject({ sub: 'alice', aud: 'ledger-phone', auth_time: seconds, nonce: cast.world.logins.phone.begun?.nonce });
  expect(exchange(cast).checks.filter(({ outcome }) => outcome !== 'passed' && outcome !== 'sent')).toEqual([]);
});

test.each<[CheckId, string, (fields: Record<string, string>) => Record<string, string>]>([
  ['token.pkce-verifier', 'invalid_grant', (fields) => without(fields, 'code_verifier')],
  ['token.pkce-verifier', 'invalid_grant', (fields) => ({ ...fields, code_verifier: 'x'.repeat(43) })],
  ['token.code-redirect-uri', 'invalid_grant', (fields) => ({ ...fields, redirect_uri: 'test.lab.ledger:/other' })],
  ['token.code-fresh', 'invalid_grant', (fields) => ({ ...fields, code: 'unknown' })],
  ['token.code-fresh', 'invalid_request', (fields) => without(fields, 'code')],
  ['token.resource-granted', 'invalid_target', (fields) => ({ ...fields, resource: 'https://evil.lab.test' })],
  ['token.grant-allowed', 'unsupported_grant_type', (fields) => ({ ...fields, grant_type: 'password' })],
  ['token.grant-allowed', 'invalid_request', (fields) => without(fields, 'grant_type')],
])('%s: the code is refused as %s', async (check, error, change) => {
  const { cast, fields } = await withCode();
  expectError(await post(cast, change(fields)), 400, error);
  expect(outcomeOf(cast, check)).toBe('failed');
});

test('a code is redeemed without redirect_uri, which OAuth 2.1 drops', async () => {
  const { cast, fields } = await withCode();
  const rest = without(fields, 'redirect_uri');
  expect((await post(cast, rest)).status).toBe(200);
});

test('a code is refused after a minute', async () => {
  const { cast, fields } = await withCode();
  cast.world.clock.advance(60);
  expectError(await post(cast, fields), 400, 'invalid_grant');
  expect(outcomeOf(cast, 'token.code-fresh')).toBe('failed');
});

test('a code of another client is refused', async () => {
  const { cast, fields } = await withCode();
  const rest = without(fields, 'client_id');
  expectError(await post(cast, rest, [BASIC]), 400, 'invalid_grant');
  expect(outcomeOf(cast, 'token.code-client')).toBe('failed');
});

/** How a check ended at the token endpoint, which may have told others of it since. */
function outcomeAtToken({ world }: Company, check: CheckId): string | undefined {
  const last = world.trace().exchanges.findLast(({ request }) => request.url === TOKEN);
  return last?.checks.find((record) => record.check === check)?.outcome;
}

test('a code presented twice is refused, and what it gave is revoked', async () => {
  const { cast, fields } = await withCode();
  const first = jsonBody(await post(cast, fields));
  expectError(await post(cast, fields), 400, 'invalid_grant');
  expect(outcomeAtToken(cast, 'token.code-once')).toBe('failed');
  expectError(
    await post(cast, { grant_type: 'refresh_token', client_id: 'ledger-phone', refresh_token: String(first['refresh_token']) }),
    400,
    'invalid_grant',
  );
});

test('a code that comes back long after its use is refused, and what it gave is revoked', async () => {
  const { cast, fields } = await withCode();
  const first = jsonBody(await post(cast, fields));
  cast.world.clock.advance(120);
  expectError(await post(cast, fields), 400, 'invalid_grant');
  expect((await userinfo(cast, first['access_token'])).status).toBe(401);
});

test('of two redemptions at once one is answered, and what it gave ends at once', async () => {
  const { cast, fields } = await withCode();
  const answers = await Promise.all([post(cast, fields), post(cast, fields)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  const tokens = jsonBody(answers.find(({ status }) => status === 200));
  expect((await userinfo(cast, tokens['access_token'])).status).toBe(401);
});

test('of two uses of a refresh token at once one is answered, and what it gave ends at once', async () => {
  const cast = rehearse();
  const answers = await Promise.all([post(cast, REFRESH, [BASIC]), post(cast, REFRESH, [BASIC])]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  const tokens = jsonBody(answers.find(({ status }) => status === 200));
  expect((await userinfo(cast, tokens['access_token'])).status).toBe(401);
});

test('a second use that is wrong in another way revokes nothing', async () => {
  const { cast, fields } = await withCode();
  const first = jsonBody(await post(cast, fields));
  expectError(await post(cast, { ...fields, code_verifier: 'x'.repeat(43) }), 400, 'invalid_grant');
  expect(
    (await post(cast, { grant_type: 'refresh_token', client_id: 'ledger-phone', refresh_token: String(first['refresh_token']) })).status,
  ).toBe(200);
});

test('a verifier for a code without a challenge is refused', async () => {
  const { cast, fields } = await withCode(['authorize.pkce-required'], { withoutPkce: true });
  expectError(await post(cast, { ...fields, code_verifier: 'x'.repeat(43) }), 400, 'invalid_grant');
  expect(outcomeOf(cast, 'token.pkce-expected')).toBe('failed');
});

test('with the verifier unchecked any verifier will do', async () => {
  const { cast, fields } = await withCode(['token.pkce-verifier']);
  expect((await post(cast, { ...fields, code_verifier: 'wrong' })).status).toBe(200);
  expect(outcomeOf(cast, 'token.pkce-verifier')).toBe('switched-off');
});

test('with plain let through, the challenge is the verifier', async () => {
  const { cast, fields } = await withCode(['authorize.pkce-method'], { challengeMethod: 'plain' });
  expectError(await post(cast, { ...fields, code_verifier: 'x'.repeat(43) }), 400, 'invalid_grant');
  expect((await post(cast, fields)).status).toBe(200);
});

test('a refresh token rotates, and its second use ends the family', async () => {
  const cast = rehearse();
  const first = jsonBody(await post(cast, REFRESH, [BASIC]));
  expect(first['refresh_token']).not.toBe(REFRESH.refresh_token);
  expect(outcomeOf(cast, 'token.refresh-once')).toBe('passed');
  expectError(await post(cast, REFRESH, [BASIC]), 400, 'invalid_grant');
  expect(outcomeAtToken(cast, 'token.refresh-once')).toBe('failed');
  expectError(await post(cast, { ...REFRESH, refresh_token: String(first['refresh_token']) }, [BASIC]), 400, 'invalid_grant');
});

test('scope can be narrowed and not widened', async () => {
  const cast = rehearse();
  const narrow = jsonBody(await post(cast, { ...REFRESH, scope: 'invoice_read' }, [BASIC]));
  expect(narrow).toMatchObject({ scope: 'invoice_read' });
  expect(narrow['id_token']).toBeUndefined();
  const next = { ...REFRESH, refresh_token: String(narrow['refresh_token']) };
  expectError(await post(cast, { ...next, scope: 'invoice_read invoice_write' }, [BASIC]), 400, 'invalid_scope');
  expect(outcomeOf(cast, 'token.scope-narrower')).toBe('failed');
  expectError(await post(cast, { ...next, scope: ' ' }, [BASIC]), 400, 'invalid_scope');
  expect(jsonBody(await post(cast, next, [BASIC]))).toMatchObject({ scope: 'openid profile invoice_read' });
});

test.each([
  ['lies idle for 30 days', [30]],
  ['is 90 days old, though used', [29, 29, 29, 4]],
])('a refresh token that %s is refused', async (_name, waits) => {
  const cast = rehearse();
  let token = REFRESH.refresh_token;
  let response: HttpResponse | undefined;
  for (const days of waits) {
    cast.world.clock.advance(days * 86_400);
    response = await post(cast, { ...REFRESH, refresh_token: token }, [BASIC]);
    token = String(jsonBody(response)['refresh_token']);
  }
  if (response) expectError(response, 400, 'invalid_grant');
  expect(outcomeOf(cast, 'token.refresh-lifetime')).toBe('failed');
});

test('a refresh token of another client is refused, and a missing one is an invalid request', async () => {
  const cast = rehearse();
  expectError(await post(cast, { ...REFRESH, client_id: 'ledger-phone' }), 400, 'invalid_grant');
  expect(outcomeOf(cast, 'token.refresh-client')).toBe('failed');
  expectError(await post(cast, { grant_type: 'refresh_token' }, [BASIC]), 400, 'invalid_request');
  expectError(await post(cast, { ...REFRESH, refresh_token: 'unknown' }, [BASIC]), 400, 'invalid_grant');
});

test('a token names its one API, or every API where that is left out', async () => {
  const asked = { ...REFRESH, resource: 'https://api.lab.test' };
  const one = jsonBody(await post(rehearse(), asked, [BASIC]));
  expect(decodeCompact(String(one['access_token']))?.claims['aud']).toBe('https://api.lab.test');
  const all = jsonBody(await post(rehearse({ off: ['token.audience-restricted'] }), asked, [BASIC]));
  expect(decodeCompact(String(all['access_token']))?.claims['aud']).toEqual(['https://api.lab.test', 'https://payments.internal.lab.test']);
});

test('a resource that is asked for twice is named once', async () => {
  const { body, ...rest } = form(TOKEN, { ...REFRESH, resource: 'https://api.lab.test' }, [BASIC]);
  const twice = await ask(rehearse(), { ...rest, body: `${body}&resource=https%3A%2F%2Fapi.lab.test` });
  expect(decodeCompact(String(jsonBody(twice)['access_token']))?.claims['aud']).toBe('https://api.lab.test');
});

test('a parameter sent twice is an invalid request', async () => {
  const cast = rehearse();
  const { body, ...rest } = form(TOKEN, REFRESH, [BASIC]);
  expectError(await ask(cast, { ...rest, body: `${body}&grant_type=refresh_token` }), 400, 'invalid_request');
  expect(outcomeOf(cast, 'http.parameter-once')).toBe('failed');
});

test.each<[string, CheckId, number, string, Record<string, string>, Header[]]>([
  ['without a secret', 'client.authenticated', 401, 'invalid_client', { client_id: 'ledger' }, []],
  ['that nobody registered', 'client.authenticated', 401, 'invalid_client', { client_id: 'nobody' }, []],
  ['without a name', 'client.authenticated', 401, 'invalid_client', {}, []],
  [
    'with a wrong secret',
    'client.secret',
    401,
    'invalid_client',
    {},
    [['Authorization', formatClientBasic({ user: 'ledger', password: 'guess' })]],
  ],
  [
    'with an unreadable header',
    'client.method-registered',
    401,
    'invalid_client',
    { client_id: 'ledger' },
    [['Authorization', 'Basic ???']],
  ],
  [
    'with its secret in the form',
    'client.method-registered',
    401,
    'invalid_client',
    { client_id: 'ledger', client_secret: 'ledger-secret-7f3a9c51e8b24d06' },
    [],
  ],
  [
    'with an assertion',
    'client.method-registered',
    401,
    'invalid_client',
    { client_id: 'ledger', client_assertion: 'a.b.c', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer' },
    [],
  ],
  [
    'that is public, with a secret',
    'client.method-registered',
    401,
    'invalid_client',
    {},
    [['Authorization', formatClientBasic({ user: 'ledger-phone', password: 'x' })]],
  ],
  ['in two ways', 'client.one-method', 400, 'invalid_request', { client_secret: 'x' }, [BASIC]],
  ['under two names', 'client.one-method', 400, 'invalid_request', { client_id: 'ledger-phone' }, [BASIC]],
])('a client %s is refused', async (_name, check, status, error, fields, headers) => {
  const cast = rehearse();
  const response = await post(cast, { ...REFRESH, ...fields }, headers);
  expectError(response, status, error);
  expect(outcomeOf(cast, check)).toBe('failed');
  expect(header(response, 'www-authenticate')).toBe(status === 401 ? 'Basic realm="token endpoint", charset="UTF-8"' : undefined);
  expect(JSON.stringify(exchange(cast).checks)).not.toMatch(/secret-7f3a|guess/);
});

test('client authentication that is right passes every check', async () => {
  const cast = rehearse();
  await post(cast, REFRESH, [BASIC]);
  for (const check of [
    'client.one-method',
    'client.authenticated',
    'client.method-registered',
    'client.secret',
    'token.grant-allowed',
    'token.refresh-lifetime',
    'token.refresh-client',
    'token.scope-narrower',
    'token.resource-granted',
  ] as const)
    expect(outcomeOf(cast, check)).toBe('passed');
});

test('a confidential client without its secret is let in where both checks are off', async () => {
  const cast = rehearse({ off: ['client.authenticated', 'client.method-registered'] });
  expect((await post(cast, { ...REFRESH, client_id: 'ledger' })).status).toBe(200);
});
