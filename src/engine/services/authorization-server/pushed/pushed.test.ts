import { describe, expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { createBankPortal } from '../../../actors/client/pushing-client.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import type { Header } from '../../../http/message.ts';
import { header } from '../../../http/message.ts';
import { authorizationUrl } from '../authorize/request.fixture.ts';
import { pushedFields } from './request.fixture.ts';

const PAR = 'https://as.lab.test/par';
const BASIC: Header = ['Authorization', formatClientBasic({ user: 'ledger', password: 'ledger-secret-7f3a9c51e8b24d06' })];
const ALICE = { username: 'alice', password: 'wonderland' };

test('an address that names it twice is refused, and does not use it up', async () => {
  const cast = rehearse();
  const url = await cast.app.authorizationRequest();
  const pushed = await ask(cast, form('https://as.lab.test/par', Object.fromEntries(new URL(url).searchParams), [BASIC]), 'app');
  const address = `https://as.lab.test/authorize?${new URLSearchParams({ client_id: 'ledger', request_uri: String(jsonBody(pushed)['request_uri']) }).toString()}`;
  const twice = await ask(cast, { url: `${address}&request_uri=other` });
  expect(header(twice, 'location')).toContain('error=invalid_request');
  expect((await ask(cast, { url: address })).body).toContain('<title>Log in</title>');
});

test('a pushed request gets 201, a request_uri that cannot be guessed, and its lifetime, and is kept out of caches', async () => {
  const cast = rehearse();
  const response = await ask(cast, form(PAR, pushedFields(), [BASIC]), 'app');
  expect(response.status).toBe(201);
  expect(header(response, 'cache-control')).toBe('no-store');
  expect(Object.keys(jsonBody(response))).toEqual(['request_uri', 'expires_in']);
  expect(jsonBody(response)['request_uri']).toMatch(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/);
  expect(exchange(cast).checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'not-reached')).toEqual([]);
});

test('the bank portal pushes, alice logs in, and the code is redeemed', async () => {
  const cast = rehearse();
  const bank = createBankPortal(cast);
  await cast.browser.navigate(bank.authorizationRequest());
  await cast.browser.submit(ALICE);
  await cast.browser.submit({}, { button: 'Allow' });
  expect(cast.browser.page?.url).toBe('https://bank.lab.test/');
  const { tokens } = await bank.redeem();
  expect([tokens?.idToken, bank.tokens.accessToken]).toEqual([expect.any(String), tokens?.accessToken]);
});

test('what stands in the address beside request_uri counts for nothing', async () => {
  const cast = rehearse();
  const url = new URL(await createBankPortal(cast).authorizationRequest());
  url.searchParams.set('scope', 'openid invoice_read invoice_write');
  url.searchParams.set('redirect_uri', 'https://evil.lab.test/');
  url.searchParams.set('login_hint', 'mallory');
  const page = await cast.browser.navigate(url.href);
  expect([page.status, page.html.includes('mallory')]).toEqual([200, false]);
  expect((await cast.browser.submit(ALICE)).html).not.toContain('invoice_write');
});

test('a client that may do without pushing may push as well, a public one too', async () => {
  const cast = rehearse();
  const fields = pushedFields({ client_id: 'ledger-phone', redirect_uri: 'test.lab.ledger:/callback', scope: 'openid' });
  const { request_uri: uri } = jsonBody(await ask(cast, form(PAR, fields), 'phone'));
  const url = `https://as.lab.test/authorize?client_id=ledger-phone&request_uri=${encodeURIComponent(String(uri))}`;
  expect((await ask(cast, { url })).status).toBe(200);
});

test('a secret sent in the form proves nothing for a client of another method, and is not kept', async () => {
  const cast = rehearse();
  const response = await ask(cast, form(PAR, { ...pushedFields(), client_secret: 'ledger-secret-7f3a9c51e8b24d06' }), 'app');
  expect([response.status, jsonBody(response)['error'], header(response, 'www-authenticate')?.startsWith('Basic')]).toEqual([
    401,
    'invalid_client',
    true,
  ]);
});

test.each([{ prompt: 'none login' }, { prompt: 'consent none' }, { max_age: '-1' }])(
  'what the authorization endpoint would refuse whoever is logged in is refused when it is pushed: %j',
  async (changes) => {
    const cast = rehearse();
    const response = await ask(cast, form(PAR, pushedFields(changes), [BASIC]), 'app');
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_request']);
    expect((await ask(cast, form(PAR, pushedFields({ prompt: 'none' }), [BASIC]), 'app')).status).toBe(201);
  },
);

test('a request_uri nobody was given is shown to the user, whatever its form', async () => {
  for (const uri of ['urn:ietf:params:oauth:request_uri:guess', 'https://evil.lab.test/request', 'constructor']) {
    const cast = rehearse();
    const response = await ask(cast, { url: authorizationUrl({ request_uri: uri }) });
    expect([response.status, header(response, 'location'), outcomeOf(cast, 'authorize.request-uri-pushed')]).toEqual([
      400,
      undefined,
      'failed',
    ]);
  }
});

test('a stranger who tries a request_uri does not use it up', async () => {
  const cast = rehearse();
  const url = await createBankPortal(cast).authorizationRequest();
  expect((await ask(cast, { url: url.replace('bank-portal', 'ledger') })).status).toBe(400);
  expect((await ask(cast, { url })).status).toBe(200);
});

test('where a push was refused, the address holds no parameter of the request', async () => {
  const cast = rehearse();
  const bank = createBankPortal(cast);
  expect((await bank.push({ scope: 'email' })).refused).toBe('invalid_scope');
  const url = await bank.authorizationRequest({ scope: 'email' });
  expect(url).toBe('https://as.lab.test/authorize?client_id=bank-portal');
  expect((await cast.browser.navigate(url)).html).toContain('has to push');
});

test('the metadata names the endpoint and does not ask every client to push', async () => {
  const metadata = jsonBody(await ask(rehearse(), { url: 'https://as.lab.test/.well-known/oauth-authorization-server' }));
  expect(metadata).toMatchObject({ pushed_authorization_request_endpoint: PAR, request_uri_parameter_supported: false });
  expect(metadata['require_pushed_authorization_requests']).toBeUndefined();
});

test('only POST reaches the endpoint', async () => {
  expect(await ask(rehearse(), { url: PAR })).toMatchObject({ status: 405 });
});

describe('where any request_uri is taken', () => {
  const off: readonly CheckId[] = ['authorize.request-uri-pushed'];

  test('a host inside is still not called', async () => {
    const cast = rehearse({ off });
    const page = await ask(cast, { url: authorizationUrl({ request_uri: 'https://metadata.internal.lab.test/latest/credentials' }) });
    expect([page.status, outcomeOf(cast, 'http.outbound-url'), cast.world.trace().exchanges.length]).toEqual([400, 'failed', 1]);
  });

  test('and any host is called, the error shows what came from inside', async () => {
    const cast = rehearse({ off: [...off, 'http.outbound-url'] });
    const page = await ask(cast, { url: authorizationUrl({ request_uri: 'https://metadata.internal.lab.test/latest/credentials' }) });
    expect([page.status, page.body.includes('lab-metadata-secret')]).toEqual([400, true]);
    const nobody = await ask(cast, { url: authorizationUrl({ request_uri: 'urn:example:1' }) });
    expect([nobody.status, nobody.body.includes('invalid_request_uri')]).toEqual([400, true]);
  });
});
