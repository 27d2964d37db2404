import { describe, expect, test } from 'vitest';
import { ask, exchange, form, jsonBody, logIn, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { logoutRequest } from '../../../actors/client/logout-request.ts';
import { header } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { LOGOUT_EVENT } from '../../../protocol/token/logout-token.ts';
import { userinfo } from '../token/request.fixture.ts';
import { END_SESSION, errorOf, HOME, loggedIn, logoutToken, tellApp } from './logout.fixture.ts';

type Cast = ReturnType<typeof rehearse>;

async function withAlice(): Promise<Cast> {
  const cast = rehearse();
  await loggedIn(cast);
  return cast;
}

/** Whether alice still has a session at the authorization server. */
async function stillLoggedIn(cast: Cast): Promise<boolean> {
  await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'none' }));
  return cast.app.received?.code !== undefined;
}

test('an app that sends its ID token logs its user out, everywhere, and gets her back with its state', async () => {
  const cast = await withAlice();
  const before = decodeCompact(cast.app.tokens.idToken ?? '')?.claims;
  const number = cast.world.trace().exchanges.length;
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION, { postLogoutRedirectUri: HOME, state: 's 1' }));
  const answer = exchange(cast, number + 1).response;
  expect(answer?.status).toBe(303);
  expect(header(answer ?? { headers: [] }, 'location')).toBe(`${HOME}?state=s+1`);
  expect(header(answer ?? { headers: [] }, 'set-cookie')).toContain('Max-Age=0');
  expect(header(answer ?? { headers: [] }, 'cache-control')).toBe('no-store');

  const told = exchange(cast, number + 2);
  expect(told).toMatchObject({ from: 'as', to: 'app', parent: number + 1 });
  expect(told.response?.status).toBe(200);
  expect(header(told.response ?? { headers: [] }, 'cache-control')).toBe('no-store');
  const token = decodeCompact(new URLSearchParams(told.request.body).get('logout_token') ?? '');
  expect(token?.header).toMatchObject({ typ: 'logout+jwt', alg: 'RS256' });
  expect(token?.claims).toMatchObject({
    iss: 'https://as.lab.test',
    sub: 'alice',
    aud: 'ledger',
    sid: before?.['sid'],
    events: { [LOGOUT_EVENT]: {} },
  });
  expect(Number(token?.claims['exp']) - Number(token?.claims['iat'])).toBe(120);
  expect(token?.claims).not.toHaveProperty('nonce');

  expect(cast.app.tokens).toEqual({});
  expect(await stillLoggedIn(cast)).toBe(false);
});

test('a code of the session that nobody has redeemed yet is worth nothing after it', async () => {
  const cast = await withAlice();
  await cast.browser.navigate(cast.phone.authorizationRequest());
  await cast.browser.submit({}, { button: 'Allow' });
  expect(cast.phone.received?.code).toBeDefined();
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
  expect((await cast.phone.redeem()).refused).toBe('invalid_grant');
});

test('the access tokens of the session end with it, at whoever was told of them as well', async () => {
  const cast = await withAlice();
  const { accessToken = '' } = cast.app.tokens;
  const call = async (url: string): Promise<number> =>
    (await ask(cast, { url, headers: [['Authorization', `Bearer ${accessToken}`]] }, 'app')).status;
  expect([await call('https://as.lab.test/userinfo'), await call('https://api.lab.test/me')]).toEqual([200, 200]);
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
  expect([await call('https://as.lab.test/userinfo'), await call('https://api.lab.test/me')]).toEqual([401, 401]);
});

test.each([0, 1, 2, 4, 8, 16, 32])('a code that is redeemed while its session ends gives nothing that lasts (%i)', async (turns) => {
  const cast = await withAlice();
  await cast.browser.navigate(cast.phone.authorizationRequest());
  await cast.browser.submit({}, { button: 'Allow' });
  const out = cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
  const [{ tokens }] = await Promise.all([cast.phone.redeem(), out]);
  expect((await userinfo(cast, tokens?.accessToken ?? 'none')).status).toBe(401);
  expect((await cast.phone.refresh({ refreshToken: tokens?.refreshToken ?? 'none' })).refused).toBe('invalid_grant');
});

test('the refresh tokens of the session end with it', async () => {
  const cast = await withAlice();
  const { refreshToken } = cast.app.tokens;
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
  expect((await cast.app.refresh({ refreshToken: refreshToken ?? '' })).refused).toBe('invalid_grant');
});

test('every app of the session is told, and no other', async () => {
  const cast = await withAlice();
  await cast.browser.navigate(cast.phone.authorizationRequest());
  await cast.browser.submit({}, { button: 'Allow' });
  const number = cast.world.trace().exchanges.length;
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
  const told = cast.world
    .trace()
    .exchanges.slice(number)
    .filter(({ from, to }) => from === 'as' && (to === 'app' || to === 'phone'));
  // The phone app has registered no address to be told at.
  expect(told.map(({ request }) => request.url)).toEqual(['https://app.lab.test/backchannel-logout']);
});

test('the session keeps its sid through a second login of the same user, and another user gets another', async () => {
  const cast = await withAlice();
  const sid = (): unknown => decodeCompact(cast.app.tokens.idToken ?? '')?.claims['sid'];
  const first = sid();
  expect(first).toMatch(/^[\w-]{16}$/);
  await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'login' }));
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  await cast.app.redeem();
  expect(sid()).toBe(first);
  await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'login' }));
  await cast.browser.submit({ username: 'bob', password: 'builder' });
  await cast.browser.submit({}, { button: 'Allow' });
  await cast.app.redeem();
  expect(sid()).not.toBe(first);
});

test("another user's login in the same browser ends the first one's session: tokens, codes, and at the apps", async () => {
  const cast = await withAlice();
  const { accessToken = '', refreshToken = '' } = cast.app.tokens;
  const number = cast.world.trace().exchanges.length;
  await cast.browser.navigate(cast.phone.authorizationRequest({ prompt: 'login' }));
  await cast.browser.submit({ username: 'bob', password: 'builder' });
  const told = cast.world
    .trace()
    .exchanges.slice(number)
    .filter(({ request }) => request.url.endsWith('/backchannel-logout'));
  expect(told.map(({ response }) => response?.status)).toEqual([200]);
  expect(cast.app.tokens).toEqual({});
  expect((await userinfo(cast, accessToken)).status).toBe(401);
  expect((await cast.app.refresh({ refreshToken })).refused).toBe('invalid_grant');
  await cast.browser.submit({}, { button: 'Allow' });
  await cast.phone.redeem();
  expect((await cast.phone.userInfo()).claims).toMatchObject({ sub: 'bob' });
});

test('a second login of the same user ends nothing', async () => {
  const cast = await withAlice();
  const { accessToken = '' } = cast.app.tokens;
  await cast.browser.navigate(cast.app.authorizationRequest({ prompt: 'login' }));
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  expect((await userinfo(cast, accessToken)).status).toBe(200);
});

test('without a hint the user is asked, and only a yes ends the session', async () => {
  const cast = await withAlice();
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION, { withoutHint: true, postLogoutRedirectUri: HOME }));
  expect(cast.browser.page?.html).toContain('Ledger app asks to log alice out');
  await cast.browser.submit({}, { button: 'Stay' });
  expect(cast.browser.page?.html).toContain('You are still logged in');
  expect(await stillLoggedIn(cast)).toBe(true);
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION, { withoutHint: true, postLogoutRedirectUri: HOME }));
  await cast.browser.submit({}, { button: 'Log out' });
  expect(cast.browser.page?.url).toBe(HOME);
  expect(await stillLoggedIn(cast)).toBe(false);
});

test('the question can be answered once, in the session it was asked in', async () => {
  const cast = await withAlice();
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION, { withoutHint: true }));
  await cast.browser.submit({}, { button: 'Stay' });
  const { request } = exchange(cast);
  expect((await ask(cast, request)).body).toContain('You are still logged in');
  expect(outcomeOf(cast, 'logout.confirmed')).toBe('failed');
});

describe('a hint', () => {
  test.each<[string, (cast: Cast) => Promise<string>]>([
    ['of another user', async () => logoutTokenAsIdToken({ sub: 'bob' })],
    ['of another session of the same user', async () => logoutTokenAsIdToken({ sid: 'another' })],
    ['of another issuer', async () => logoutTokenAsIdToken({ iss: 'https://evil.lab.test' })],
    ['that is a logout token', async () => logoutToken()],
    ['that is no token', async () => Promise.resolve('x')],
    ['that was changed', async (cast) => Promise.resolve(`${cast.app.tokens.idToken ?? ''}AA`)],
  ])('%s makes the user be asked', async (_name, hint) => {
    const cast = await withAlice();
    await cast.browser.navigate(`${END_SESSION}?${new URLSearchParams({ id_token_hint: await hint(cast) }).toString()}`);
    expect(cast.browser.page?.html).toContain('Do you want to log out?');
  });

  test('that has expired is still a hint', async () => {
    const cast = await withAlice();
    cast.world.clock.advance(3600);
    await cast.browser.navigate(logoutRequest(cast.app, END_SESSION));
    expect(cast.browser.page?.html).toContain('You are logged out');
  });

  test('of a client that client_id does not name leads nowhere afterwards', async () => {
    const cast = await withAlice();
    const url = new URL(logoutRequest(cast.app, END_SESSION, { postLogoutRedirectUri: HOME }));
    url.searchParams.set('client_id', 'bank-portal');
    await cast.browser.navigate(url.href);
    expect(cast.browser.page?.url).toContain(END_SESSION);
    expect(cast.browser.page?.html).toContain('You are logged out');
  });
});

async function logoutTokenAsIdToken(claims: Record<string, unknown>): Promise<string> {
  return logoutToken({ events: undefined, ...claims }, { typ: 'JWT' });
}

test('a logout by POST is the same', async () => {
  const cast = await withAlice();
  const body = { id_token_hint: cast.app.tokens.idToken ?? '' };
  expect((await ask(cast, form(END_SESSION, body))).body).toContain('You are logged out');
});

test('an app takes a logout token by sub, by sid, or by both, and another session goes on', async () => {
  const cast = await withAlice();
  expect((await tellApp(cast, await logoutToken({ sub: 'bob', jti: '1' }))).status).toBe(200);
  expect(cast.app.tokens.accessToken).toBeDefined();
  expect((await tellApp(cast, await logoutToken({ sid: 'another', jti: '2' }))).status).toBe(200);
  expect(cast.app.tokens.accessToken).toBeDefined();
  expect((await tellApp(cast, await logoutToken({ jti: '3' }))).status).toBe(200);
  expect(cast.app.tokens).toEqual({});
});

test('a logout token counts once, for as long as it could be sent again', async () => {
  const cast = await withAlice();
  expect((await tellApp(cast, await logoutToken())).status).toBe(200);
  cast.world.clock.advance(140);
  const again = await tellApp(cast, await logoutToken());
  expect([again.status, errorOf(again)]).toEqual([400, 'invalid_request']);
  expect(cast.world.logins.app.logoutTokens?.size).toBe(1);
  cast.world.clock.advance(3600);
  await tellApp(cast, 'x');
  expect(cast.world.logins.app.logoutTokens?.size).toBe(0);
});

test('the metadata names the endpoint, and that clients are told', async () => {
  const metadata = jsonBody(await ask(rehearse(), { url: 'https://as.lab.test/.well-known/openid-configuration' }));
  expect(metadata).toMatchObject({
    end_session_endpoint: END_SESSION,
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  });
});

test('a logout changes nothing for somebody who never logged in', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const stranger = await ask(cast, { url: END_SESSION }, 'attacker');
  expect(stranger.body).toContain('Do you want to log out?');
  expect(await stillLoggedIn(cast)).toBe(true);
});

test('after a rotation an ID token of before is still a hint, and the app reads the keys of its logout token', async () => {
  const cast = await withAlice();
  await cast.rotateKeys();
  const number = cast.world.trace().exchanges.length;
  await cast.browser.navigate(logoutRequest(cast.app, END_SESSION, { postLogoutRedirectUri: HOME }));
  const nested = cast.world
    .trace()
    .exchanges.slice(number)
    .filter(({ from, to, parent }) => parent !== undefined && (from === 'app' || to === 'app'));
  expect(nested.map(({ from, request, response }) => [from, new URL(request.url).pathname, response?.status])).toEqual([
    ['as', '/backchannel-logout', 200],
    ['app', '/jwks', 200],
  ]);
});
