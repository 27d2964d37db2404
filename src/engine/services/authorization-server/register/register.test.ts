import { describe, expect, test } from 'vitest';
import { ask, form, jsonBody, logIn, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import type { ClientIdentity } from '../../../protocol/tls/client-identity.ts';
import { formatPem } from '../../../protocol/x509/pem.ts';
import { IDENTITIES } from '../../../world/certificates/identities.ts';
import { issue } from '../../../world/certificates/make-certificates.fixture.ts';
import { CLIENTS } from '../../../world/clients.ts';
import { deriveChallenge } from '../../../protocol/authorization/pkce.ts';
import { ACCESS_TOKEN_KEY, ATTACKER_KEY, publicJwk } from '../../../world/keys/keys.ts';
import { authorizationUrl } from '../authorize/request.fixture.ts';
import { METADATA, PUBLISHING, REGISTER, configure, jsonRequest, proveByKey, registered, registering } from './request.fixture.ts';

const VERIFIER = 'x'.repeat(43);

test('a registration gives a client, its secret, and the key to its own registration, and is kept out of caches', async () => {
  const cast = rehearse();
  const response = await registering(cast);
  expect(response.status).toBe(201);
  expect([header(response, 'cache-control'), header(response, 'pragma')]).toEqual(['no-store', 'no-cache']);
  const body = jsonBody(response);
  expect(body).toMatchObject({
    ...METADATA,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code'],
    response_types: ['code'],
    client_id_issued_at: cast.world.clock.now() / 1000,
    client_secret_expires_at: cast.world.clock.now() / 1000 + 86_400,
  });
  expect([body['client_secret'], body['registration_access_token']]).toEqual(Array(2).fill(expect.stringMatching(/^[\w-]{43}$/)));
});

test('a client that registered itself works in the code flow, and the user is told that nobody checked its name', async () => {
  const cast = rehearse();
  const client = await registered(cast);
  const redirect = 'https://evil.lab.test/callback';
  const url = authorizationUrl({ client_id: client.client_id, redirect_uri: redirect, code_challenge: await deriveChallenge(VERIFIER) });
  await cast.browser.navigate(url);
  const consent = await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  expect(consent.html).toContain('Invoice charts');
  expect(consent.html).toContain('Nobody has vetted');
  await cast.browser.submit({}, { button: 'Allow' });
  const code = new URL(cast.attacker.received()[0]?.url ?? '').searchParams.get('code') ?? '';
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: VERIFIER };
  const basic = formatClientBasic({ user: client.client_id, password: client.client_secret ?? '' });
  const tokens = jsonBody(await ask(cast, form('https://as.lab.test/token', fields, [['Authorization', basic]]), 'attacker'));
  expect(tokens).toMatchObject({ token_type: 'Bearer', scope: 'openid invoice_read' });
  expect(tokens['refresh_token']).toBeUndefined();
});

test.each([
  ['dpop_bound_access_tokens', 'dpop.required', 'invalid_dpop_proof'],
  ['tls_client_certificate_bound_access_tokens', 'mtls.required', 'invalid_request'],
] as const)('a client that registers %s is held to it', async (member, check, error) => {
  const cast = rehearse();
  const client = await registered(cast, {
    [member]: true,
    grant_types: ['client_credentials'],
    redirect_uris: undefined,
    scope: 'invoice_read',
  });
  expect(client[member]).toBe(true);
  const basic = formatClientBasic({ user: client.client_id, password: client.client_secret ?? '' });
  const fields = { grant_type: 'client_credentials' };
  const refused = await ask(cast, form('https://as.lab.test/token', fields, [['Authorization', basic]]), 'attacker');
  expect([refused.status, jsonBody(refused)['error'], outcomeOf(cast, check)]).toEqual([400, error, 'failed']);
});

test('a registration ends after a day', async () => {
  const cast = rehearse();
  const client = await registered(cast);
  cast.world.clock.advance(86_400);
  const url = authorizationUrl({ client_id: client.client_id, redirect_uri: 'https://evil.lab.test/callback' });
  expect((await ask(cast, { url })).status).toBe(400);
  expect(outcomeOf(cast, 'authorize.client-known')).toBe('failed');
  expect((await configure(cast, client, 'GET')).status).toBe(401);
});

test.each<[string, Record<string, unknown>]>([
  ['invalid_redirect_uri', { redirect_uris: undefined, client_uri: undefined }],
  ['invalid_redirect_uri', { redirect_uris: [] }],
  ['invalid_redirect_uri', { redirect_uris: ['https://evil.lab.test/#x'] }],
  ['invalid_redirect_uri', { redirect_uris: ['https://evil.lab.test/*'] }],
  ['invalid_redirect_uri', { redirect_uris: ['http://evil.lab.test/'] }],
  ['invalid_redirect_uri', { redirect_uris: ['/callback'] }],
  ['invalid_redirect_uri', { redirect_uris: ['javascript:alert(1)'] }],
  ['invalid_redirect_uri', { redirect_uris: ['myapp:/callback'] }],
  ['invalid_redirect_uri', { redirect_uris: ['https://10.0.0.1/'] }],
  ['invalid_redirect_uri', { redirect_uris: ['https://payments.internal.lab.test/'] }],
  ['invalid_client_metadata', { logo_uri: 'https://metadata.internal.lab.test/logo.png' }],
  ['invalid_client_metadata', { logo_uri: 'https://app.lab.test/logo.png' }],
  ['invalid_client_metadata', { logo_uri: 'http://evil.lab.test/logo.png' }],
  ['invalid_client_metadata', { logo_uri: 'https://0x7f.1/logo.png' }],
  ['invalid_client_metadata', { logo_uri: 'https://[::1]/logo.png' }],
  ['invalid_client_metadata', { policy_uri: 'https://localhost/' }],
  ['invalid_client_metadata', { redirect_uris: 'https://evil.lab.test/callback' }],
  ['invalid_client_metadata', { redirect_uris: Array.from({ length: 11 }, (_, index) => `https://evil.lab.test/${index}`) }],
  ['invalid_client_metadata', { client_name: 'x'.repeat(101) }],
  ['invalid_client_metadata', { client_name: 'bell\u0007' }],
  ['invalid_client_metadata', { grant_types: ['password'] }],
  ['invalid_client_metadata', { grant_types: ['authorization_code', 'implicit'] }],
  ['invalid_client_metadata', { response_types: ['token'] }],
  ['invalid_client_metadata', { grant_types: ['client_credentials'], response_types: ['code'] }],
  ['invalid_client_metadata', { grant_types: ['client_credentials'], token_endpoint_auth_method: 'none' }],
  ['invalid_client_metadata', { token_endpoint_auth_method: 'client_secret_jwt' }],
  ['invalid_client_metadata', { token_endpoint_auth_method: 'private_key_jwt' }],
  ['invalid_client_metadata', { jwks: { keys: [] } }],
  ['invalid_client_metadata', { jwks: { keys: [{ ...ATTACKER_KEY }] } }],
  ['invalid_client_metadata', { jwks: { keys: [publicJwk(ATTACKER_KEY)] }, jwks_uri: 'https://evil.lab.test/jwks' }],
  ['invalid_client_metadata', { require_pushed_authorization_requests: 'yes' }],
  ['invalid_software_statement', { software_statement: 'no.jwt' }],
  ['invalid_software_statement', { software_statement: 7 }],
  ['unapproved_software_statement', { software_statement: 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2V2aWwubGFiLnRlc3QifQ.' }],
])('%s: %j is not registered', async (error, changes) => {
  const cast = rehearse();
  const response = await registering(cast, changes);
  expect([response.status, jsonBody(response)['error']]).toEqual([400, error]);
  expect(header(response, 'cache-control')).toBe('no-store');
});

test.each<Record<string, unknown>>([
  { redirect_uris: ['http://127.0.0.1/callback', 'test.evil.app:/callback'], client_uri: undefined, token_endpoint_auth_method: 'none' },
  { redirect_uris: undefined, client_uri: undefined, grant_types: ['client_credentials'], response_types: [] },
  { jwks: { keys: [publicJwk(ATTACKER_KEY)] }, token_endpoint_auth_method: 'private_key_jwt' },
  { client_name: null, 'client_name#ja': 'x', unknown: { deep: [] } },
])('%j is registered', async (changes) => {
  const cast = rehearse();
  const body = jsonBody(await registering(cast, changes));
  expect(body['client_id']).toEqual(expect.any(String));
  expect(Object.hasOwn(body, 'unknown')).toBe(false);
  expect(Object.hasOwn(body, 'client_secret')).toBe(!['none', 'private_key_jwt'].includes(String(changes['token_endpoint_auth_method'])));
});

test('scopes that are not offered are left out, and the answer says so', async () => {
  const cast = rehearse();
  expect((await registered(cast, { scope: 'openid invoice_write admin' }))['scope']).toBe('openid');
  expect((await registered(cast, { scope: undefined }))['scope']).toBe('openid profile');
});

test.each([
  ['text/plain', '{}'],
  ['application/json', '[]'],
  ['application/json', '{"client_name":"a","client_name":"b"}'],
  ['application/json', '{'],
  ['application/json', JSON.stringify({ client_name: 'x'.repeat(17_000) })],
])('a body of %s that cannot be read is invalid_client_metadata', async (type, body) => {
  const cast = rehearse();
  const response = await ask(cast, { method: 'POST', url: REGISTER, headers: [['Content-Type', type]], body });
  expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_client_metadata']);
  expect(outcomeOf(cast, 'http.json-strict')).toBe('failed');
});

test('no more than fifty fill it where many come at once', async () => {
  const cast = rehearse();
  const answers = await Promise.all(Array.from({ length: 53 }, () => registering(cast)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(50);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(3);
});

test('fifty clients fill the register until the oldest ends', async () => {
  const cast = rehearse();
  for (let count = 0; count < 50; count += 1) expect((await registering(cast)).status).toBe(201);
  const full = await registering(cast);
  expect([full.status, header(full, 'retry-after')]).toEqual([429, '86400']);
  cast.world.clock.advance(86_400);
  expect((await registering(cast)).status).toBe(201);
});

describe('an error for a client that registered itself', () => {
  test('is shown to the user instead of sending them away', async () => {
    const cast = rehearse();
    const client = await registered(cast);
    const url = authorizationUrl({ client_id: client.client_id, redirect_uri: 'https://evil.lab.test/callback', prompt: 'none' });
    const page = await ask(cast, { url });
    expect([page.status, header(page, 'location')]).toEqual([400, undefined]);
    expect(outcomeOf(cast, 'authorize.error-redirect-trusted')).toBe('failed');
  });

  test('goes to it once the user has seen who asks', async () => {
    const cast = rehearse();
    const client = await registered(cast);
    const url = authorizationUrl({ client_id: client.client_id, redirect_uri: 'https://evil.lab.test/callback' });
    await cast.browser.navigate(url);
    await cast.browser.submit({ username: 'alice', password: 'wonderland' });
    await cast.browser.submit({}, { button: 'Deny' });
    expect(cast.attacker.received()[0]?.url).toContain('error=access_denied');
  });
});

describe('a client’s own registration', () => {
  test('is read with its token', async () => {
    const cast = rehearse();
    const client = await registered(cast);
    const response = await configure(cast, client, 'GET');
    expect([response.status, jsonBody(response)]).toEqual([200, client]);
    expect(header(response, 'cache-control')).toBe('no-store');
  });

  test('is changed as a whole: what is left out takes its default', async () => {
    const cast = rehearse();
    const client = await registered(cast, { contacts: ['mallory@evil.lab.test'] });
    const changes = { client_id: client.client_id, client_secret: client.client_secret, redirect_uris: ['https://evil.lab.test/other'] };
    const updated = jsonBody(await configure(cast, client, 'PUT', changes));
    expect(updated).toMatchObject({ client_id: client.client_id, client_secret: client.client_secret, scope: 'openid profile' });
    expect([updated['redirect_uris'], updated['contacts'], updated['client_name']]).toEqual([
      ['https://evil.lab.test/other'],
      undefined,
      undefined,
    ]);
    expect(jsonBody(await configure(cast, client, 'GET'))).toEqual(updated);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another client', { client_id: 'ledger' }],
    ['no client', { client_id: undefined }],
    ['a secret of its choice', { client_secret: 'mine' }],
    ['a token of its choice', { registration_access_token: 'mine' }],
    ['an address of its choice', { registration_client_uri: 'https://evil.lab.test/' }],
  ])('is not changed by an update that names %s', async (_what, changes) => {
    const cast = rehearse();
    const client = await registered(cast);
    const response = await configure(cast, client, 'PUT', { ...METADATA, client_id: client.client_id, ...changes });
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_client_metadata']);
  });

  test('is not changed to a redirect URI that could not have been registered', async () => {
    const cast = rehearse();
    const client = await registered(cast);
    const changes = { ...METADATA, client_id: client.client_id, redirect_uris: ['http://evil.lab.test/'] };
    expect(jsonBody(await configure(cast, client, 'PUT', changes))['error']).toBe('invalid_redirect_uri');
  });

  test('is deleted, and with it everything that was given to the client', async () => {
    const cast = rehearse();
    const client = await registered(cast, { grant_types: ['authorization_code', 'refresh_token'] });
    const redirect = 'https://evil.lab.test/callback';
    const url = authorizationUrl({ client_id: client.client_id, redirect_uri: redirect, code_challenge: await deriveChallenge(VERIFIER) });
    await logIn(cast, Promise.resolve(url));
    const response = await configure(cast, client, 'DELETE');
    expect([response.status, response.body]).toEqual([204, '']);
    expect((await configure(cast, client, 'GET')).status).toBe(401);
    expect((await ask(cast, { url })).status).toBe(400);
  });

  test('stays deleted, whatever change of it was under way', async () => {
    const cast = rehearse();
    const partner = { redirect_uris: ['https://partner.lab.test/callback'], client_uri: undefined };
    const client = await registered(cast, partner);
    const changes = { ...METADATA, ...partner, logo_uri: 'https://partner.lab.test/logo.png', client_id: client.client_id };
    const change = configure(cast, client, 'PUT', changes);
    expect((await configure(cast, client, 'DELETE')).status).toBe(204);
    expect((await change).status).toBe(401);
    expect((await configure(cast, client, 'GET')).status).toBe(401);
  });

  test('ends the access tokens it was given when it is deleted', async () => {
    const cast = rehearse();
    const changes = { grant_types: ['client_credentials'], redirect_uris: undefined, client_uri: undefined, scope: 'invoice_read' };
    const client = await registered(cast, changes);
    const basic = formatClientBasic({ user: client.client_id, password: client.client_secret ?? '' });
    const asked = form('https://as.lab.test/token', { grant_type: 'client_credentials' }, [['Authorization', basic]]);
    const token = String(jsonBody(await ask(cast, asked, 'attacker'))['access_token']);
    const call = async (): Promise<number> => (await cast.attacker.get(`${cast.gateway}/invoices`, token)).status;
    expect(await call()).not.toBe(401);
    await configure(cast, client, 'DELETE');
    expect(await call()).toBe(401);
  });

  test.each(['GET', 'DELETE'])(
    '%s with another token, or for a client that never was, is a challenge that tells nothing apart',
    async (method) => {
      const cast = rehearse();
      const client = await registered(cast);
      const other = await registered(cast);
      const wrong = await configure(cast, client, method, undefined, other.registration_access_token);
      const unknown = await configure(cast, { ...client, registration_client_uri: `${REGISTER}/client?client_id=never` }, method);
      expect(unknown).toEqual(wrong);
      expect([wrong.status, header(wrong, 'www-authenticate')]).toEqual([401, 'Bearer realm="client registration", error="invalid_token"']);
    },
  );

  test('is not told without a token', async () => {
    const cast = rehearse();
    const client = await registered(cast);
    const response = await ask(cast, { url: client.registration_client_uri });
    expect([response.status, header(response, 'www-authenticate')]).toEqual([401, 'Bearer realm="client registration"']);
  });
});

test('a client of the operator has no registration of its own', async () => {
  const cast = rehearse({ off: ['registration.access-token'] });
  const request = jsonRequest('PUT', `${REGISTER}/client?client_id=ledger`, METADATA, [['Authorization', 'Bearer x']]);
  expect((await ask(cast, request)).status).toBe(401);
});

describe('what a registration only names', () => {
  const partner = { redirect_uris: ['https://partner.lab.test/callback'], client_uri: undefined };
  const calls = (cast: ReturnType<typeof rehearse>): string[] =>
    cast.world
      .trace()
      .exchanges.filter(({ from }) => from === 'as')
      .map(({ request }) => request.url);

  test('is read at hosts of the list', async () => {
    const cast = rehearse();
    expect((await registering(cast, { ...partner, logo_uri: 'https://partner.lab.test/logo.png' })).status).toBe(201);
    expect(calls(cast)).toEqual(['https://partner.lab.test/logo.png']);
  });

  test('is not called elsewhere, even where any address may be registered', async () => {
    const cast = rehearse({ off: ['registration.metadata-urls'] });
    const response = await registering(cast, { logo_uri: 'https://metadata.internal.lab.test/latest/credentials' });
    expect([response.status, jsonBody(response)['error'], calls(cast)]).toEqual([400, 'invalid_client_metadata', []]);
    expect(outcomeOf(cast, 'http.outbound-url')).toBe('failed');
  });

  test('is not called for a registration that is refused', async () => {
    const cast = rehearse({ off: ['http.outbound-url'] });
    expect((await registering(cast, { logo_uri: 'https://metadata.internal.lab.test/latest/credentials' })).status).toBe(400);
    expect(calls(cast)).toEqual([]);
  });

  test('brings a secret from inside onto the consent page where both checks are off', async () => {
    const cast = rehearse({ off: ['registration.metadata-urls', 'http.outbound-url'] });
    const client = await registered(cast, { logo_uri: 'https://metadata.internal.lab.test/latest/credentials' });
    await cast.browser.navigate(authorizationUrl({ client_id: client.client_id, redirect_uri: 'https://evil.lab.test/callback' }));
    const { html } = await cast.browser.submit({ username: 'alice', password: 'wonderland' });
    const encoded = /src="data:application\/json;base64,([^"]+)"/.exec(html)?.[1] ?? '';
    expect(atob(encoded)).toContain('lab-metadata-secret');
  });

  test('is refused where jwks_uri leads to no key set', async () => {
    const cast = rehearse();
    const changes = { ...partner, jwks_uri: 'https://partner.lab.test/jwks', token_endpoint_auth_method: 'private_key_jwt' };
    expect(jsonBody(await registering(cast, changes))['error']).toBe('invalid_client_metadata');
    expect(calls(cast)).toEqual(['https://partner.lab.test/jwks']);
  });

  test('gives the keys a client proves itself with, and asks again for those that are not known, once in a minute', async () => {
    const cast = rehearse({ off: ['registration.metadata-urls', 'http.outbound-url'] });
    const { client_id: id } = await registered(cast, PUBLISHING);
    expect(jsonBody(await proveByKey(cast, id, ACCESS_TOKEN_KEY))).toMatchObject({ scope: 'invoice_read' });
    expect(calls(cast)).toHaveLength(1);
    for (const kid of ['a', 'b', 'c']) expect((await proveByKey(cast, id, { ...ATTACKER_KEY, kid })).status).toBe(401);
    expect(calls(cast)).toHaveLength(2);
    cast.world.clock.advance(60);
    await proveByKey(cast, id, { ...ATTACKER_KEY, kid: 'd' });
    expect(calls(cast)).toHaveLength(3);
  });
});

describe('a client that registers where its users go after a logout', () => {
  const partner = {
    redirect_uris: ['https://partner.lab.test/callback'],
    client_uri: undefined,
    post_logout_redirect_uris: ['https://partner.lab.test/bye'],
    backchannel_logout_uri: 'https://partner.lab.test/hooks',
  };

  /** Alice has logged in at the client, which is told when she logs out. */
  async function loggedInAt(cast: ReturnType<typeof rehearse>, changes: Readonly<Record<string, unknown>> = partner): Promise<string> {
    const { client_id } = await registered(cast, changes);
    const [redirect] = partner.redirect_uris;
    await logIn(cast, Promise.resolve(authorizationUrl({ client_id, redirect_uri: redirect, scope: 'openid' })));
    return client_id;
  }

  test('is told by a logout token, and gets them back at that address alone', async () => {
    const cast = rehearse();
    const client_id = await loggedInAt(cast);
    const out = new URLSearchParams({ client_id, post_logout_redirect_uri: 'https://partner.lab.test/bye' });
    await cast.browser.navigate(`https://as.lab.test/logout?${out.toString()}`);
    await cast.browser.submit({}, { button: 'Log out' });
    expect(cast.browser.page?.url).toBe('https://partner.lab.test/bye');
    const told = cast.world.trace().exchanges.filter(({ from, request }) => from === 'as' && request.body.startsWith('logout_token='));
    expect(told.map(({ request }) => request.url)).toEqual(['https://partner.lab.test/hooks']);
  });

  test('has the server call no host inside its network', async () => {
    const cast = rehearse({ off: ['registration.metadata-urls'] });
    await loggedInAt(cast, { ...partner, backchannel_logout_uri: 'https://metadata.internal.lab.test/latest' });
    await cast.browser.navigate('https://as.lab.test/logout');
    await cast.browser.submit({}, { button: 'Log out' });
    expect(cast.world.trace().exchanges.filter(({ from }) => from === 'as')).toEqual([]);
  });

  test.each([
    { post_logout_redirect_uris: ['javascript:alert(1)'] },
    { post_logout_redirect_uris: 'https://partner.lab.test/bye' },
    { backchannel_logout_uri: 'https://app.lab.test/backchannel-logout' },
    { backchannel_logout_uri: 'http://partner.lab.test/hooks' },
    { backchannel_logout_session_required: 'yes' },
  ])('is not registered with %j', async (changes) => {
    const response = await registering(rehearse(), { ...partner, ...changes });
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_client_metadata']);
  });
});

describe('a client that registers a certificate', () => {
  const machine = { redirect_uris: undefined, client_uri: undefined, grant_types: ['client_credentials'], scope: 'invoice_read' };

  async function askWith(cast: ReturnType<typeof rehearse>, client_id: string, identity: ClientIdentity): Promise<HttpResponse> {
    const request = form('https://as.lab.test/token', { grant_type: 'client_credentials', client_id });
    return (await cast.send('attacker', request, identity)).response;
  }

  async function ownIdentity(serial: string): Promise<ClientIdentity> {
    const holder = { name: 'CN=charts', key: ATTACKER_KEY };
    return { chain: formatPem('CERTIFICATE', await issue({ subject: holder, issuer: holder, serial })), key: ATTACKER_KEY };
  }

  const inKeySet = ({ chain }: ClientIdentity): unknown => ({
    keys: [{ ...publicJwk(ATTACKER_KEY), x5c: [chain.replaceAll(/-----[A-Z ]+-----|\s/g, '')] }],
  });

  test('of an authority proves itself by the name in it', async () => {
    const cast = rehearse();
    const changes = { ...machine, token_endpoint_auth_method: 'tls_client_auth' };
    const client = await registered(cast, { ...changes, tls_client_auth_subject_dn: CLIENTS.payrollByCertificate.tlsClientAuth.value });
    expect((await askWith(cast, client.client_id, IDENTITIES.payroll)).status).toBe(200);
    expect((await askWith(cast, client.client_id, IDENTITIES.batch)).status).toBe(401);
  });

  test('of its own is let through the handshake from then on, until it registers another', async () => {
    const cast = rehearse();
    const [first, second] = [await ownIdentity('51'), await ownIdentity('52')];
    const changes = { ...machine, token_endpoint_auth_method: 'self_signed_tls_client_auth' };
    const client = await registered(cast, { ...changes, jwks: inKeySet(first) });
    expect((await askWith(cast, client.client_id, first)).status).toBe(200);
    await expect(askWith(cast, client.client_id, second)).rejects.toThrow();
    const update = { ...METADATA, ...changes, jwks: inKeySet(second), client_id: client.client_id };
    expect((await configure(cast, client, 'PUT', update)).status).toBe(200);
    expect((await askWith(cast, client.client_id, second)).status).toBe(200);
    await expect(askWith(cast, client.client_id, first)).rejects.toThrow();
  });

  test.each([
    { token_endpoint_auth_method: 'tls_client_auth' },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'a.test', tls_client_auth_san_uri: 'https://a.test/' },
    { token_endpoint_auth_method: 'client_secret_basic', tls_client_auth_san_dns: 'a.test' },
    { token_endpoint_auth_method: 'self_signed_tls_client_auth' },
    { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: { keys: [publicJwk(ATTACKER_KEY)] } },
    { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: { keys: [{ ...publicJwk(ATTACKER_KEY), x5c: ['no base64!'] }] } },
    { token_endpoint_auth_method: 'self_signed_tls_client_auth', jwks: { keys: [{ ...publicJwk(ATTACKER_KEY), x5c: ['MAA='] }] } },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_subject_dn: 'payroll-import' },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_dns: 'no name' },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_uri: 'spiffe' },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_ip: '127.1' },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_ip: '192.0.2.256' },
    { token_endpoint_auth_method: 'tls_client_auth', tls_client_auth_san_email: 'nobody' },
  ])('is not registered with %j', async (changes) => {
    const response = await registering(rehearse(), { ...machine, ...changes });
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_client_metadata']);
  });

  test.each([
    { tls_client_auth_subject_dn: 'CN=charts+UID=7,O=Charts' },
    { tls_client_auth_san_dns: 'charts.lab.test' },
    { tls_client_auth_san_uri: 'spiffe://lab.test/charts' },
    { tls_client_auth_san_ip: '192.0.2.7' },
    { tls_client_auth_san_ip: '2001:db8::7' },
    { tls_client_auth_san_email: 'charts@lab.test' },
  ])('is registered with %j', async (changes) => {
    expect((await registering(rehearse(), { ...machine, token_endpoint_auth_method: 'tls_client_auth', ...changes })).status).toBe(201);
  });

  const selfSigned = { ...machine, token_endpoint_auth_method: 'self_signed_tls_client_auth' };
  /** A certificate that somebody else's authority has made out to the payroll import, and one of it that was taken back. */
  const others = [IDENTITIES.mallory, IDENTITIES.revoked].map((identity) => {
    const x5c = identity.chain.replace(/-----END CERTIFICATE-----[^]*/, '').replaceAll(/-----[A-Z ]+-----|\s/g, '');
    return [identity, { keys: [{ ...publicJwk({ ...identity.key, kid: 'own', alg: 'Ed25519', use: 'sig' }), x5c: [x5c] }] }] as const;
  });

  test.each(others)('has to have made it itself, and is no other client by it', async (identity, jwks) => {
    for (const off of [[], ['registration.metadata']] as const) {
      const cast = rehearse({ off });
      expect((await registering(cast, { ...selfSigned, jwks })).status).toBe(off.length === 0 ? 400 : 201);
      await expect(askWith(cast, CLIENTS.payrollByCertificate.id, identity)).rejects.toThrow('ended the TLS handshake');
    }
  });

  test('has to have made it with the key that it comes with', async () => {
    const { keys } = inKeySet(await ownIdentity('53')) as { readonly keys: readonly { readonly x5c: readonly string[] }[] };
    const jwks = { keys: [{ ...publicJwk(ACCESS_TOKEN_KEY), x5c: keys[0]?.x5c }] };
    const response = await registering(rehearse(), { ...selfSigned, jwks });
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_client_metadata']);
  });

  test('has to have made the one that it publishes', async () => {
    const [, [, jwks] = []] = others;
    const own = inKeySet(await ownIdentity('54'));
    for (const [published, status] of [
      [own, 201],
      [jwks, 400],
    ] as const) {
      const cast = rehearse();
      const jwks_uri = 'https://partner.lab.test/jwks';
      cast.world.meddler = (response, { url }) =>
        url === jwks_uri ? { status: 200, headers: [], body: JSON.stringify(published) } : response;
      expect((await registering(cast, { ...selfSigned, jwks_uri })).status).toBe(status);
    }
  });
});

test('what a redirect URI holds in its query stays there, character by character', async () => {
  const cast = rehearse();
  const redirect = 'https://evil.lab.test/callback?from=a%20b&to=c~';
  const { client_id } = jsonBody(await registering(cast, { redirect_uris: [redirect] }));
  await logIn(cast, Promise.resolve(authorizationUrl({ client_id: String(client_id), redirect_uri: redirect, scope: 'openid' })));
  expect(cast.browser.page?.url).toContain(`${redirect}&code=`);
});
