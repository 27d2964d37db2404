import { describe, expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import type { Browser, Page } from '../../../actors/browser/browser.ts';
import { createTelevision } from '../../../actors/client/television.ts';
import { header } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { userinfo } from '../token/request.fixture.ts';

const ALICE = { username: 'alice', password: 'wonderland' };
const PAGE = 'https://as.lab.test/device';
const START = 'https://as.lab.test/device_authorization';

/** Alice types a code, logs in where she is asked to, and presses a button. */
async function answer(browser: Browser, userCode: string, button = 'Allow'): Promise<Page> {
  await browser.navigate(PAGE);
  const page = await browser.submit({ user_code: userCode });
  if (page.html.includes('Log in')) await browser.submit(ALICE);
  return browser.submit({}, { button });
}

test('a device gets its codes, what to show, and how long to wait, and they are kept out of caches', async () => {
  const cast = rehearse();
  const response = await createTelevision(cast).start();
  expect(response.status).toBe(200);
  expect(header(response, 'cache-control')).toBe('no-store');
  const { device_code: code, user_code: userCode, ...rest } = jsonBody(response);
  expect(code).toMatch(/^[\w-]{43}$/);
  expect(userCode).toMatch(/^[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}$/);
  expect(rest).toEqual({
    verification_uri: 'https://as.lab.test/device',
    verification_uri_complete: `https://as.lab.test/device?user_code=${String(userCode)}`,
    expires_in: 600,
    interval: 5,
  });
});

test('a television waits, alice allows it, and it reads her invoices', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  expect((await tv.poll()).refused).toBe('authorization_pending');
  const done = await answer(cast.browser, tv.screen?.userCode.toLowerCase().replace('-', ' ') ?? '');
  expect(done.html).toContain('Device connected');
  const { tokens } = await tv.poll();
  expect([typeof tokens?.idToken, typeof tokens?.refreshToken]).toEqual(['string', 'string']);
  expect((await tv.get('https://api.lab.test/invoices')).status).toBe(200);
  expect((await tv.poll()).refused).toBe('invalid_grant');
});

test('the address with the code fills it in and sends nothing by itself', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  const page = await cast.browser.navigate(tv.screen?.verificationUriComplete ?? '');
  expect(page.html).toContain(`value="${tv.screen?.userCode ?? ''}"`);
  expect(header(page.response, 'content-security-policy')).toContain("frame-ancestors 'none'");
  expect((await tv.poll()).refused).toBe('authorization_pending');
});

test('the page names the app, the code, the time and the scopes before anything is allowed', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  cast.world.clock.advance(90);
  await cast.browser.navigate(PAGE);
  await cast.browser.submit({ user_code: tv.screen?.userCode ?? '' });
  const { html } = await cast.browser.submit(ALICE);
  for (const said of ['Ledger on television', tv.screen?.userCode ?? '-', '1 min 30 s ago', 'invoice_read', 'as alice'])
    expect(html).toContain(said);
});

test('a no is told to the device, and cannot be taken back', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  expect((await answer(cast.browser, tv.screen?.userCode ?? '', 'Deny')).html).toContain('Device refused');
  expect((await tv.poll()).refused).toBe('access_denied');
  expect((await answer(cast.browser, tv.screen?.userCode ?? '')).html).toContain('No device waits with this code');
});

test('codes end after ten minutes, for the device and for the user', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  cast.world.clock.advance(600);
  expect((await tv.poll()).refused).toBe('expired_token');
  expect((await answer(cast.browser, tv.screen?.userCode ?? '')).html).toContain('No device waits with this code');
});

test('each poll that comes too soon makes the interval five seconds longer, for good', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  expect((await tv.pollNow()).refused).toBe('authorization_pending');
  expect((await tv.pollNow()).refused).toBe('slow_down');
  cast.world.clock.advance(9);
  expect((await tv.pollNow()).refused).toBe('slow_down');
  cast.world.clock.advance(14);
  expect((await tv.pollNow()).refused).toBe('slow_down');
  cast.world.clock.advance(20);
  expect((await tv.pollNow()).refused).toBe('authorization_pending');
});

test('a device that polls too soon after its user has answered gets its tokens: it waits for nobody', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  await tv.pollNow();
  await answer(cast.browser, tv.screen?.userCode ?? '');
  expect((await tv.pollNow()).tokens).toBeDefined();
});

test('another client cannot collect what a device was allowed, nor slow the device down', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  const { device_code: code } = jsonBody(await tv.start());
  await answer(cast.browser, tv.screen?.userCode ?? '');
  const stolen = form('https://as.lab.test/token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: String(code),
    client_id: 'ledger-phone',
  });
  expect(jsonBody(await ask(cast, stolen, 'attacker'))['error']).toBe('unauthorized_client');
  expect((await tv.pollNow()).tokens).toBeDefined();
});

test('a session that tried five wrong codes has to wait', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  const { browser } = cast;
  await browser.navigate(PAGE);
  for (let tried = 0; tried < 5; tried += 1) await browser.submit({ user_code: 'BBBB-BBBB' });
  const waits = await browser.submit({ user_code: tv.screen?.userCode ?? '' });
  expect([waits.status, header(waits.response, 'retry-after')]).toEqual([429, '600']);
  cast.world.clock.advance(600);
  await browser.navigate(PAGE);
  expect((await browser.submit({ user_code: 'BBBB-BBBB' })).status).toBe(200);
});

test('new sessions do not help a guesser: after a hundred wrong codes everybody waits', async () => {
  const cast = rehearse();
  const guess = async (): Promise<number> => {
    const page = await ask(cast, { url: PAGE }, 'attacker');
    const token = /name="form_token" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    const cookie = header(page, 'set-cookie')?.split(';')[0] ?? '';
    return (await ask(cast, form(PAGE, { user_code: 'BBBB-BBBB', form_token: token }, [['Cookie', cookie]]), 'attacker')).status;
  };
  for (let tried = 0; tried < 100; tried += 1) expect(await guess()).toBe(200);
  expect(await guess()).toBe(429);
});

describe('the form of a user code', () => {
  test('is refused without the value of its session', async () => {
    const cast = rehearse();
    await cast.browser.navigate(PAGE);
    expect((await cast.browser.submit({ user_code: 'BBBB-BBBB', form_token: 'forged' })).status).toBe(403);
  });

  test('escapes what was typed', async () => {
    const cast = rehearse();
    await cast.browser.navigate(PAGE);
    expect((await cast.browser.submit({ user_code: '"><script>' })).html).not.toContain('<script>');
  });
});

test('a waiting device belongs to the session in which its code was typed', async () => {
  const cast = rehearse();
  const tv = createTelevision(cast);
  await tv.start();
  await cast.browser.navigate(PAGE);
  const page = await cast.browser.submit({ user_code: tv.screen?.userCode ?? '' });
  const id = page.forms[0]?.controls.find(({ name }) => name === 'request')?.value ?? '';
  const response = await ask(cast, { url: `https://as.lab.test/device/confirm?request=${id}` });
  expect([response.status, outcomeOf(cast, 'consent.parameters-bound')]).toEqual([400, 'failed']);
  expect(await ask(cast, { url: `https://as.lab.test/authorize/resume?request=${id}` })).toMatchObject({ status: 400 });
});

test.each([
  ['invalid_client', { client_id: 'nobody', scope: 'openid' }],
  ['unauthorized_client', { client_id: 'ledger-phone', scope: 'openid' }],
  ['invalid_scope', { client_id: 'television', scope: 'invoice_write' }],
  ['invalid_scope', { client_id: 'television' }],
  ['invalid_target', { client_id: 'television', scope: 'openid', resource: 'https://evil.lab.test' }],
])('a device that may not start is told %s', async (error, fields) => {
  const cast = rehearse();
  expect(jsonBody(await ask(cast, form(START, fields), 'television'))['error']).toBe(error);
});

test.each([
  ['invalid_request', {}],
  ['invalid_grant', { device_code: 'never' }],
])('a poll that names no device it knows is %s', async (error, fields) => {
  const cast = rehearse();
  const poll = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id: 'television', ...fields };
  expect(jsonBody(await ask(cast, form('https://as.lab.test/token', poll), 'television'))['error']).toBe(error);
  expect(outcomeOf(cast, 'device.state')).toBe('failed');
});

test('where confirming is left out, typing a code that came by mail is enough', async () => {
  const cast = rehearse({ off: ['device.confirm'] });
  const tv = createTelevision(cast);
  await tv.start();
  await cast.browser.navigate(PAGE);
  await cast.browser.submit({ user_code: tv.screen?.userCode ?? '' });
  expect((await cast.browser.submit(ALICE)).html).toContain('Device connected');
  expect(exchange(cast).checks.find(({ check }) => check === 'device.confirm')).toMatchObject({
    outcome: 'switched-off',
    wouldHave: 'failed',
  });
  expect((await tv.poll()).tokens).toBeDefined();
});

test('what a device was given belongs to the session of whoever allowed it, and ends with it', async () => {
  const cast = rehearse();
  const [collected, waiting] = [createTelevision(cast), createTelevision(cast)];
  for (const tv of [collected, waiting]) {
    await tv.start();
    await answer(cast.browser, tv.screen?.userCode ?? '');
  }
  const { tokens } = await collected.poll();
  expect(decodeCompact(tokens?.idToken ?? '')?.claims['sid']).toMatch(/^[\w-]{16}$/);
  await cast.browser.navigate('https://as.lab.test/logout');
  await cast.browser.submit({}, { button: 'Log out' });
  expect((await userinfo(cast, tokens?.accessToken ?? '')).status).toBe(401);
  expect((await waiting.poll()).refused).toBe('access_denied');
});
