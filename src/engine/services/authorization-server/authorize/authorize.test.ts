import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, logIn, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { queryFields } from '../../../http/form.ts';
import { header } from '../../../http/message.ts';
import { authorizationUrl } from './request.fixture.ts';

test('a right request gets the login page, locked down, with a session cookie', async () => {
  const cast = rehearse();
  const response = await ask(cast, { url: authorizationUrl() });
  expect(response.status).toBe(200);
  expect(header(response, 'set-cookie')).toMatch(/^__Host-session=[\w-]{32}; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
  expect(header(response, 'content-security-policy')).toContain("frame-ancestors 'none'");
  expect(header(response, 'referrer-policy')).toBe('no-referrer');
  expect(header(response, 'cache-control')).toBe('no-store');
  expect(exchange(cast).checks.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
});

test.each<[CheckId, Record<string, string | undefined>]>([
  ['authorize.client-known', { client_id: 'nobody' }],
  ['authorize.redirect-uri-exact', { redirect_uri: 'https://app.lab.test/callback/' }],
  ['authorize.redirect-uri-exact', { redirect_uri: undefined }],
  ['authorize.request-uri-pushed', { request_uri: 'https://evil.lab.test/request' }],
  ['authorize.request-uri-pushed', { request_uri: 'urn:example:1', response_type: undefined }],
])('%s: the user is shown a page and nothing is redirected', async (check, changes) => {
  const cast = rehearse();
  const response = await ask(cast, { url: authorizationUrl(changes) });
  expect(response.status).toBe(400);
  expect(header(response, 'location')).toBeUndefined();
  expect(outcomeOf(cast, check)).toBe('failed');
});

test.each<[CheckId, string, Record<string, string | undefined>]>([
  ['authorize.request-object', 'request_not_supported', { request: 'e30.e30.' }],
  ['authorize.request-object', 'registration_not_supported', { registration: '{}' }],
  ['authorize.response-type', 'unsupported_response_type', { response_type: 'token' }],
  ['authorize.response-type', 'invalid_request', { response_type: undefined }],
  ['authorize.response-type', 'invalid_request', { response_mode: 'fragment' }],
  ['authorize.scope-allowed', 'invalid_scope', { scope: 'openid payments' }],
  ['authorize.scope-allowed', 'invalid_scope', { scope: undefined }],
  ['authorize.resource-known', 'invalid_target', { resource: 'https://evil.lab.test' }],
  ['authorize.pkce-required', 'invalid_request', { code_challenge: undefined }],
  ['authorize.pkce-method', 'invalid_request', { code_challenge_method: 'plain' }],
  ['authorize.pkce-method', 'invalid_request', { code_challenge_method: undefined }],
  ['authorize.pkce-method', 'invalid_request', { code_challenge: 'short' }],
  ['authorize.prompt-none', 'login_required', { prompt: 'none' }],
  ['authorize.prompt-none', 'invalid_request', { prompt: 'none login' }],
])('%s: %s goes back to the client with state and iss', async (check, error, changes) => {
  const cast = rehearse();
  const response = await ask(cast, { url: authorizationUrl(changes) });
  expect(response.status).toBe(303);
  const location = header(response, 'location') ?? '';
  expect(location.startsWith('https://app.lab.test/callback?')).toBe(true);
  expect(Object.fromEntries(queryFields(location))).toMatchObject({ error, state: 's1', iss: 'https://as.lab.test' });
  expect(outcomeOf(cast, check)).toBe('failed');
});

test('a parameter sent twice goes back as invalid_request, and one that names the client does not', async () => {
  const cast = rehearse();
  const back = await ask(cast, { url: `${authorizationUrl()}&state=s2` });
  expect(header(back, 'location')).toContain('error=invalid_request');
  expect(outcomeOf(cast, 'http.parameter-once')).toBe('failed');
  expect((await ask(cast, { url: `${authorizationUrl()}&client_id=ledger` })).status).toBe(400);
});

test('an object that is not read is ignored where that check is off, and the metadata says that none is read', async () => {
  const cast = rehearse({ off: ['authorize.request-object'] });
  const response = await ask(cast, {
    url: authorizationUrl({ request: 'e30.e30.', registration: '{}' }),
  });
  expect(response.status).toBe(200);
  expect(outcomeOf(cast, 'authorize.request-object')).toBe('switched-off');
  for (const document of ['oauth-authorization-server', 'openid-configuration'])
    expect(jsonBody(await ask(cast, { url: `https://as.lab.test/.well-known/${document}` }))).toMatchObject({
      request_parameter_supported: false,
      request_uri_parameter_supported: false,
    });
});

test('a request by POST is read from the form', async () => {
  const cast = rehearse();
  const fields = Object.fromEntries(queryFields(authorizationUrl()));
  expect(await ask(cast, form('https://as.lab.test/authorize', fields))).toMatchObject({ status: 200 });
});

test('where PKCE is not required, a code is given without a challenge', async () => {
  const cast = rehearse({ off: ['authorize.pkce-required'] });
  await logIn(cast, cast.phone.authorizationRequest({ withoutPkce: true }));
  expect(outcomeOf(cast, 'authorize.pkce-required', 1)).toBe('switched-off');
  expect((await cast.phone.redeem()).tokens).toBeDefined();
  expect(outcomeOf(cast, 'token.pkce-verifier')).toBe('not-reached');
});

test('an app that is known is not asked about again, a public one always is', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  expect((await cast.browser.navigate(cast.app.authorizationRequest())).url).toBe('https://app.lab.test/');
  expect((await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'none' }))).url).toBe('https://app.lab.test/');
  await logIn(cast, cast.phone.authorizationRequest());
  expect((await cast.browser.navigate(cast.phone.authorizationRequest())).html).toContain('Allow access');
  await cast.browser.navigate(cast.phone.authorizationRequest({ prompt: 'none' }));
  expect(cast.phone.received).toMatchObject({ error: 'consent_required' });
});

test('a login that is too old is asked for again', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  cast.world.clock.advance(600);
  expect((await cast.browser.navigate(cast.app.authorizationRequest({ maxAge: 3600 }))).url).toBe('https://app.lab.test/');
  expect((await cast.browser.navigate(cast.app.authorizationRequest({ maxAge: 60 }))).html).toContain('Log in');
  expect(outcomeOf(cast, 'authorize.max-age')).toBe('failed');
  expect((await cast.browser.submit({ username: 'alice', password: 'wonderland' })).url).toBe('https://app.lab.test/');
});

test('without consent a code is given only where that check is off', async () => {
  const cast = rehearse({ off: ['consent.shown'] });
  await cast.browser.navigate(cast.phone.authorizationRequest());
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  expect(cast.phone.received?.code).toBeDefined();
});

test('what the user is shown again is escaped', async () => {
  const cast = rehearse();
  const hint = '"><img src=x onerror=alert(1)>';
  expect((await ask(cast, { url: authorizationUrl({ login_hint: hint }) })).body).not.toContain('<img');
  expect((await ask(cast, { url: authorizationUrl({ client_id: hint }) })).body).not.toContain('<img');
  expect((await ask(rehearse({ off: ['http.escape-html'] }), { url: authorizationUrl({ login_hint: hint }) })).body).toContain('<img');
});
