import { expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, rehearse } from '../../../../tests/rehearsal.ts';
import { createBrowser } from '../../actors/browser/browser.ts';
import { formatClientBasic } from '../../http/basic.ts';
import { FORM_TYPE, encodeForm } from '../../http/form.ts';
import { header, headerValues } from '../../http/message.ts';
import type { Header, HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { decodeCompact } from '../../protocol/token/jws.ts';
import { CLIENTS } from '../../world/clients.ts';
import { logoutToken } from '../authorization-server/logout/logout.fixture.ts';

const APP = 'https://expenses.lab.test';
const OWN: Header = ['X-Requested-By', 'expenses'];

type Company = ReturnType<typeof rehearse>;

async function loggedIn(cast: Company, user = { username: 'alice', password: 'wonderland' }): Promise<void> {
  await cast.browser.navigate(`${APP}/login?return=/sum`);
  await cast.browser.submit(user);
  await cast.browser.submit({}, { button: 'Allow' });
}

/** The session cookie that the app gave last. */
function session(cast: Company): string {
  const given = cast.world
    .trace()
    .exchanges.flatMap(({ to, response }) => (to === 'expenses' && response ? headerValues(response, 'set-cookie') : []));
  return given.findLast((value) => value.startsWith('__Host-expenses-session='))?.split(';')[0] ?? '';
}

function call(cast: Company, path: string, headers: readonly Header[] = [], method = 'GET'): Promise<HttpResponse> {
  return ask(cast, { method, url: `${APP}${path}`, headers: [OWN, ['Cookie', session(cast)], ...headers] });
}

test('a login ends at the address it was begun for, with a session and without a token in the browser', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  expect(cast.browser.page?.url).toBe(`${APP}/sum`);
  const toBrowser = cast.world.trace().exchanges.filter(({ from, to }) => from === 'browser' && to === 'expenses');
  for (const { response } of toBrowser) expect(JSON.stringify(response)).not.toContain('eyJ');
  expect(jsonBody(await call(cast, '/session'))).toMatchObject({ sub: 'alice' });
});

test('a call of the page reaches the API with the token, and without the cookie', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  const answer = await call(cast, '/api/invoices?status=open', [['X-User', 'carol']]);
  expect([answer.status, header(answer, 'set-cookie')]).toEqual([200, undefined]);
  const passedOn = cast.world.trace().exchanges.findLast(({ from }) => from === 'expenses');
  expect(passedOn?.request.url).toBe('https://api.lab.test/invoices?status=open');
  expect(header(passedOn?.request ?? { headers: [] }, 'authorization')).toMatch(/^Bearer eyJ/);
  for (const name of ['cookie', 'x-user', 'x-requested-by']) expect(header(passedOn?.request ?? { headers: [] }, name)).toBeUndefined();
});

test('a token about to end is renewed first, and the session goes on', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  cast.world.clock.advance(290);
  expect((await call(cast, '/api/invoices')).status).toBe(200);
  const renewal = cast.world.trace().exchanges.findLast(({ from, to }) => from === 'expenses' && to === 'as');
  expect(renewal?.request.body).toContain('grant_type=refresh_token');
});

test('calls that come at once share one renewal, and the login goes on', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  cast.world.clock.advance(290);
  const answers = await Promise.all([call(cast, '/api/invoices'), call(cast, '/api/invoices'), call(cast, '/api/invoices')]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  cast.world.clock.advance(290);
  expect((await call(cast, '/api/invoices')).status).toBe(200);
  const renewals = cast.world.trace().exchanges.filter(({ request }) => request.body.includes('grant_type=refresh_token'));
  expect(renewals.map(({ response }) => response?.status)).toEqual([200, 200]);
});

test('a session ends after eight hours, and by logging out', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  const cookie = session(cast);
  expect((await call(cast, '/logout', [], 'POST')).status).toBe(303);
  expect((await ask(cast, { url: `${APP}/session`, headers: [['Cookie', cookie]] })).status).toBe(401);
  await loggedIn(cast);
  cast.world.clock.advance(8 * 3600);
  expect((await call(cast, '/session')).status).toBe(401);
});

/** What the app asked the issuer to take back, and what came of it. */
function takenBack(cast: Company): readonly (readonly [string | undefined, number | undefined])[] {
  const asked = cast.world.trace().exchanges.filter(({ from, request }) => from === 'expenses' && request.url.endsWith('/revoke'));
  return asked.map(({ request, response }) => [/token_type_hint=(\w+)/.exec(request.body)?.[1], response?.status]);
}

test('a logout gives the refresh token back, and the access token ends with it', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  await call(cast, '/api/invoices');
  const token = cast.world.trace().exchanges.findLast(({ from, request }) => from === 'expenses' && request.url.endsWith('/invoices'));
  await call(cast, '/logout', [], 'POST');
  expect(takenBack(cast)).toEqual([['refresh_token', 200]]);
  const authorization = header(token?.request ?? { headers: [] }, 'authorization') ?? '';
  expect((await ask(cast, { url: 'https://api.lab.test/invoices', headers: [['Authorization', authorization]] })).status).toBe(401);
});

test('a logout without a session asks nobody anything', async () => {
  const cast = rehearse();
  expect((await ask(cast, { method: 'POST', url: `${APP}/logout`, headers: [OWN] })).status).toBe(303);
  expect(takenBack(cast)).toEqual([]);
});

test("where no app is told of a logout, another user's login in the same browser ends the first one's session, and gives its tokens back", async () => {
  const cast = rehearse({ off: ['logout.clients-told'] });
  await loggedIn(cast);
  const first = session(cast);
  await cast.browser.navigate('https://as.lab.test/logout');
  await cast.browser.submit({}, { button: 'Log out' });
  await loggedIn(cast, { username: 'bob', password: 'builder' });
  expect(jsonBody(await call(cast, '/session'))).toMatchObject({ sub: 'bob' });
  expect((await ask(cast, { url: `${APP}/session`, headers: [['Cookie', first]] })).status).toBe(401);
  expect(takenBack(cast)).toEqual([['refresh_token', 200]]);
});

test.each(['/sum/../login', '/nowhere', '/api', '/api/invoices/%2e%2e/x', '/api/invoices/..%2fadmin'])('%s leads nowhere', async (path) => {
  const cast = rehearse();
  await loggedIn(cast);
  expect([400, 404]).toContain((await call(cast, path)).status);
});

test('steered to another host with the check off, the token goes there', async () => {
  const cast = rehearse({ off: ['rp.proxy-target'] });
  await loggedIn(cast);
  await call(cast, '/api//evil.lab.test/');
  expect(exchange(cast)).toMatchObject({ from: 'expenses', to: 'attacker' });
});

test('an answer without a code, a code that was used and a flow that is too old give no session', async () => {
  const cast = rehearse();
  const begun = await ask(cast, { url: `${APP}/login` });
  const cookie: Header = ['Cookie', header(begun, 'set-cookie')?.split(';')[0] ?? ''];
  const state = new URL(header(begun, 'location') ?? APP).searchParams.get('state') ?? '';
  const answer = (fields: string): Promise<HttpResponse> =>
    ask(cast, { url: `${APP}/callback?iss=https%3A%2F%2Fas.lab.test&state=${state}${fields}`, headers: [cookie] });
  expect((await answer('&error=access_denied')).status).toBe(400);
  expect((await answer('&code=unknown')).status).toBe(400);
  await loggedIn(cast);
  const used = cast.world.trace().exchanges.findLast(({ to, request }) => to === 'expenses' && request.url.includes('code='));
  expect((await ask(cast, { url: used?.request.url ?? '', headers: used?.request.headers ?? [] })).status).toBe(400);
});

test('after the issuer has gone over to its next keys, a login reads them once and ends as ever', async () => {
  const cast = rehearse();
  await cast.rotateKeys();
  await loggedIn(cast);
  expect(jsonBody(await call(cast, '/session'))).toMatchObject({ sub: 'alice' });
  const looks = cast.world.trace().exchanges.filter(({ request, from }) => from === 'expenses' && request.url.endsWith('/jwks'));
  expect(looks).toHaveLength(1);
});

test('a 401 asks for a session in a scheme of its own, also where the token behind the session is not taken', async () => {
  const cast = rehearse();
  const asked = await ask(cast, { url: `${APP}/session` });
  expect([asked.status, headerValues(asked, 'www-authenticate')]).toEqual([401, ['Session realm="expenses"']]);
  await loggedIn(cast);
  await call(cast, '/api/invoices');
  const passedOn = cast.world.trace().exchanges.findLast(({ from, to }) => from === 'expenses' && to === 'gateway');
  const token = header(passedOn?.request ?? { headers: [] }, 'authorization')?.slice('Bearer '.length) ?? '';
  const { id: user, secret: password } = CLIENTS.expenses;
  const headers: Header[] = [FORM_TYPE, ['Authorization', formatClientBasic({ user, password })]];
  await ask(cast, { method: 'POST', url: 'https://as.lab.test/revoke', headers, body: encodeForm([['token', token]]) });
  const refused = await call(cast, '/api/invoices');
  expect([refused.status, headerValues(refused, 'www-authenticate')]).toEqual([401, ['Session realm="expenses"']]);
});

test('an address to return to that breaks a line is refused, and with the check off it is sent in one line', async () => {
  const url = `${APP}/login?return=%2Fsum%0D%0ASet-Cookie:%20a=1`;
  expect((await ask(rehearse(), { url })).status).toBe(400);
  const cast = rehearse({ off: ['rp.return-local'] });
  await cast.browser.navigate(url);
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  await cast.browser.submit({}, { button: 'Allow' });
  const locations = cast.world
    .trace()
    .exchanges.flatMap(({ to, response }) => (to === 'expenses' && response ? headerValues(response, 'location') : []));
  expect(locations.at(-1)).toBe('/sum%0D%0ASet-Cookie:%20a=1');
});

test('a logout token ends every session of its user, or the one session that it names', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  const first = session(cast);
  const other = createBrowser({ party: 'browser', send: cast.send, now: cast.world.clock.now });
  await loggedIn({ ...cast, browser: other });
  const second = session(cast);
  const open = async (cookie: string): Promise<boolean> =>
    (await ask(cast, { url: `${APP}/session`, headers: [['Cookie', cookie]] })).status === 200;
  const tell = async (claims: JsonObject): Promise<number> => {
    const token = await logoutToken({ aud: 'expenses', ...claims });
    return (await ask(cast, form(`${APP}/backchannel-logout`, { logout_token: token }), 'as')).status;
  };
  expect(await tell({ sub: 'bob', jti: '1' })).toBe(200);
  expect(await tell({ sid: 'another', jti: '2' })).toBe(200);
  expect([await open(first), await open(second)]).toEqual([true, true]);
  const own = cast.world.trace().exchanges.findLast(({ request }) => request.body.includes('grant_type=authorization_code'));
  const sid = decodeCompact(String(jsonBody(own?.response)['id_token']))?.claims['sid'];
  expect(await tell({ sub: undefined, sid, jti: '3' })).toBe(200);
  expect([await open(first), await open(second)]).toEqual([true, false]);
  expect(await tell({ jti: '4' })).toBe(200);
  expect(await open(first)).toBe(false);
  expect(await tell({ jti: '4' })).toBe(400);
});

test('its cookies are its own on a machine where every party has the same name', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  await cast.browser.navigate(cast.app.login());
  const names = cast.world
    .trace()
    .exchanges.flatMap(({ to, response }) =>
      response ? headerValues(response, 'set-cookie').map((value) => [value.split('=')[0], to] as const) : [],
    );
  for (const [name, party] of names) for (const [other, owner] of names) if (party !== owner) expect(name).not.toBe(other);
});

test('an address to return to in any script is one that a header can hold', async () => {
  const cast = rehearse();
  await cast.browser.navigate(`${APP}/login?return=${encodeURIComponent('/sum of 日本?q=ü#é')}`);
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  await cast.browser.submit({}, { button: 'Allow' });
  const answer = cast.world.trace().exchanges.findLast(({ request }) => request.url.includes('code='))?.response;
  expect(header(answer ?? { headers: [] }, 'location')).toBe('/sum%20of%20%E6%97%A5%E6%9C%AC?q=%C3%BC#%C3%A9');
});

test('what comes beside an error is no code, and nobody is logged in by it', async () => {
  const cast = rehearse();
  const begun = await ask(cast, { url: `${APP}/login` });
  const state = new URL(header(begun, 'location') ?? '').searchParams.get('state') ?? '';
  const fields = new URLSearchParams({ code: 'c', error: 'access_denied', state, iss: 'https://as.lab.test' });
  const cookie = header(begun, 'set-cookie')?.split(';')[0] ?? '';
  expect((await ask(cast, { url: `${APP}/callback?${fields.toString()}`, headers: [['Cookie', cookie]] })).status).toBe(400);
  expect(exchange(cast).to).toBe('expenses');
});
