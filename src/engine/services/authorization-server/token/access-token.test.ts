import { expect, test } from 'vitest';
import { ask, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { BASIC, DASHBOARD, dashboardTokens, post, REFRESH, userinfo, withdraw } from './request.fixture.ts';

test('a token by reference is a name without meaning, and UserInfo knows what it stands for', async () => {
  const cast = rehearse();
  const tokens = await dashboardTokens(cast);
  expect(tokens['access_token']).toMatch(/^[\w-]{43}$/);
  expect(decodeCompact(String(tokens['access_token']))).toBeUndefined();
  expect(jsonBody(await userinfo(cast, tokens['access_token']))).toMatchObject({ sub: 'alice', name: 'Alice Archer' });
});

test('a token by reference ends when a readable one would', async () => {
  const cast = rehearse();
  const { access_token } = await dashboardTokens(cast);
  cast.world.clock.advance(299);
  expect((await userinfo(cast, access_token)).status).toBe(200);
  cast.world.clock.advance(1);
  expect((await userinfo(cast, access_token)).status).toBe(401);
  expect(outcomeOf(cast, 'jwt.expiry')).toBe('failed');
});

test('a token by reference opens no more than its scope', async () => {
  const cast = rehearse();
  const { access_token } = await dashboardTokens(cast, 'invoice_read');
  expect((await userinfo(cast, access_token)).status).toBe(403);
});

test('an API cannot read a token by reference; the gateway asks what it stands for', async () => {
  const cast = rehearse();
  const { access_token } = await dashboardTokens(cast);
  const headers = [['Authorization', `Bearer ${String(access_token)}`]] as const;
  expect((await ask(cast, { url: 'https://invoices.internal.lab.test/invoices', headers })).status).toBe(401);
  expect((await ask(cast, { url: 'https://api.lab.test/invoices', headers })).status).toBe(200);
});

test('a refresh token is no access token', async () => {
  const cast = rehearse();
  const { refresh_token } = await dashboardTokens(cast);
  expect((await userinfo(cast, refresh_token)).status).toBe(401);
});

test('each refresh token is another', async () => {
  const cast = rehearse();
  const first = jsonBody(await post(cast, REFRESH, [BASIC]));
  const second = jsonBody(await post(cast, { ...REFRESH, refresh_token: String(first['refresh_token']) }, [BASIC]));
  expect(new Set([REFRESH.refresh_token, first['refresh_token'], second['refresh_token']]).size).toBe(3);
});

test('withdrawn access is asked for again, and comes back with a new consent', async () => {
  const cast = rehearse();
  const before = await dashboardTokens(cast);
  await withdraw(cast, 'dashboard');
  expect(cast.browser.page?.html).toContain('Ledger app');
  expect(cast.browser.page?.html).not.toContain('Dashboard');
  const refresh = { grant_type: 'refresh_token', refresh_token: String(before['refresh_token']) };
  expect((await userinfo(cast, before['access_token'])).status).toBe(401);
  const after = await dashboardTokens(cast);
  expect((await userinfo(cast, after['access_token'])).status).toBe(200);
  expect(jsonBody(await post(cast, refresh, [DASHBOARD]))['error']).toBe('invalid_grant');
});

test('the page of apps shows nothing to whoever is not logged in, and takes no form of another page', async () => {
  const cast = rehearse();
  expect((await ask(cast, { url: 'https://as.lab.test/apps' })).body).toContain('Log in');
  await dashboardTokens(cast);
  const page = await cast.browser.navigate('https://as.lab.test/apps');
  expect(page.html).toContain('Dashboard');
  const forged = await cast.browser.submit({ form_token: 'forged' }, { button: 'dashboard' });
  expect(forged.status).toBe(403);
  expect((await cast.browser.navigate('https://as.lab.test/apps')).html).toContain('Dashboard');
});
