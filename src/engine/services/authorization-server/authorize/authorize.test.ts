import { expect, test } from 'vitest';
import { ask, exchange, form, logIn, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { queryFields } from '../../../http/form.ts';
import { header } from '../../../http/message.ts';

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

function url(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const usual: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: 'ledger',
    redirect_uri: 'https://app.lab.test/callback',
    scope: 'openid invoice_read',
    state: 's1',
    nonce: 'n1',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  };
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...usual, ...changes })) if (value !== undefined) parameters.set(name, value);
  return `https://as.lab.test/authorize?${parameters.toString()}`;
}

test('a right request gets the login page, locked down, with a session cookie', async () => {
  const cast = rehearse();
  const response = await ask(cast, { url: url() });
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
])('%s: the user is shown a page and nothing is redirected', async (check, changes) => {
  const cast = rehearse();
  const response = await ask(cast, { url: url(changes) });
  expect(response.status).toBe(400);
  expect(header(response, 'location')).toBeUndefined();
  expect(outcomeOf(cast, check)).toBe('failed');
});

test.each<[CheckId, string, Record<string, string | undefined>]>([
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
  const response = await ask(cast, { url: url(changes) });
  expect(response.status).toBe(303);
  const location = header(response, 'location') ?? '';
  expect(location.startsWith('https://app.lab.test/callback?')).toBe(true);
  expect(Object.fromEntries(queryFields(location))).toMatchObject({ error, state: 's1', iss: 'https://as.lab.test' });
  expect(outcomeOf(cast, check)).toBe('failed');
});

test('a parameter sent twice goes back as invalid_request, and one that names the client does not', async () => {
  const cast = rehearse();
  const back = await ask(cast, { url: `${url()}&state=s2` });
  expect(header(back, 'location')).toContain('error=invalid_request');
  expect(outcomeOf(cast, 'http.parameter-once')).toBe('failed');
  expect((await ask(cast, { url: `${url()}&client_id=ledger` })).status).toBe(400);
});

test('a request by POST is read from the form', async () => {
  const cast = rehearse();
  const fields = Object.fromEntries(queryFields(url()));
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
  expect((await ask(cast, { url: url({ login_hint: hint }) })).body).not.toContain('<img');
  expect((await ask(cast, { url: url({ client_id: hint }) })).body).not.toContain('<img');
  expect((await ask(rehearse({ off: ['http.escape-html'] }), { url: url({ login_hint: hint }) })).body).toContain('<img');
});
