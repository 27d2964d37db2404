import { describe, expect, test } from 'vitest';
import { exchange, jsonBody, outcomeOf, rehearse } from '../../../../../../tests/rehearsal.ts';
import type { AuthorizationRequestOptions } from '../../../../actors/client/relying-party.ts';
import { decodeCompact } from '../../../../protocol/token/jws.ts';
import { ALICE, confirm, knownByPassword, PASSWORD, shownCode, TWO_FACTORS } from './second-factor.fixture.ts';

type Cast = ReturnType<typeof rehearse>;

async function known(): Promise<Cast> {
  const cast = rehearse();
  await knownByPassword(cast);
  return cast;
}

async function ask(cast: Cast, options: AuthorizationRequestOptions): Promise<void> {
  await cast.browser.navigate(cast.app.authorizationRequest(options));
}

async function tokens(cast: Cast): Promise<Record<'access' | 'id', Record<string, unknown>>> {
  const { tokens: given } = await cast.app.redeem();
  return {
    access: decodeCompact(given?.accessToken ?? '')?.claims ?? {},
    id: decodeCompact(given?.idToken ?? '')?.claims ?? {},
  };
}

test('a password login says so in both tokens, with its time', async () => {
  const cast = await known();
  const expected = { acr: PASSWORD, amr: ['pwd'], auth_time: cast.world.clock.now() / 1000 };
  expect(await tokens(cast)).toMatchObject({ access: expected, id: expected });
});

test('a request for two factors asks for the code, and both tokens say that there were two', async () => {
  const cast = await known();
  const before = cast.world.clock.now() / 1000;
  cast.world.clock.advance(120);
  await ask(cast, { acrValues: TWO_FACTORS });
  expect(cast.browser.page?.html).toContain('Confirm that it is you');
  await confirm(cast);
  expect(cast.browser.page?.url).toBe('https://app.lab.test/');
  const expected = { acr: TWO_FACTORS, amr: ['pwd', 'otp', 'mfa'], auth_time: before };
  expect(await tokens(cast)).toMatchObject({ access: expected, id: expected });
  await cast.app.refresh();
  expect(decodeCompact(cast.app.tokens.accessToken ?? '')?.claims).toMatchObject(expected);
});

test('a session of two factors is asked for no further code, and names the class that was asked for', async () => {
  const cast = await known();
  await ask(cast, { acrValues: TWO_FACTORS });
  await confirm(cast);
  await ask(cast, { acrValues: TWO_FACTORS, prompt: 'none' });
  expect(cast.app.received?.code).toBeDefined();
  await ask(cast, { acrValues: PASSWORD });
  expect(await tokens(cast)).toMatchObject({ id: { acr: PASSWORD } });
});

test('whoever is not logged in gives the password first, then the code', async () => {
  const cast = rehearse();
  await ask(cast, { acrValues: `${TWO_FACTORS} urn:example:acr:other` });
  expect(cast.browser.page?.html).toContain('<h1>Log in</h1>');
  await cast.browser.submit(ALICE);
  expect(cast.browser.page?.html).toContain('Confirm that it is you');
  await confirm(cast);
  expect(cast.browser.page?.html).toContain('Allow access');
});

test('the code makes a new session, and the old one is worth nothing', async () => {
  const cast = await known();
  await ask(cast, { acrValues: TWO_FACTORS });
  await confirm(cast);
  const post = cast.world.trace().exchanges.find(({ request }) => request.url.endsWith('/login/second-factor'));
  expect(post?.response?.headers.find(([name]) => name === 'Set-Cookie')?.[1]).toMatch(/^__Host-session=/);
  expect(JSON.stringify(post?.checks)).not.toMatch(/\d{6}/);
});

describe.each<[string, AuthorizationRequestOptions]>([
  ['acr_values', { acrValues: TWO_FACTORS }],
  ['an essential acr', { claims: { id_token: { acr: { essential: true, values: [TWO_FACTORS] } } } }],
])('with %s', (_name, options) => {
  test('a silent request over a weak session is refused', async () => {
    const cast = await known();
    await ask(cast, { ...options, prompt: 'none' });
    expect(cast.app.received).toMatchObject({ error: 'unmet_authentication_requirements' });
  });

  test('a user who cannot give the code ends the request', async () => {
    const cast = await known();
    await ask(cast, options);
    await cast.browser.submit({}, { button: 'I cannot' });
    expect(cast.app.received).toMatchObject({ error: 'unmet_authentication_requirements' });
  });

  test('a user without an authenticator ends the request', async () => {
    const cast = rehearse();
    await ask(cast, options);
    await cast.browser.submit({ username: 'bob', password: 'builder' });
    expect(cast.app.received).toMatchObject({ error: 'unmet_authentication_requirements' });
  });

  test('five wrong codes end the request', async () => {
    const cast = await known();
    await ask(cast, options);
    for (let tries = 0; tries < 4; tries += 1) {
      await confirm(cast, '12345');
      expect(cast.browser.page?.html).toContain('role="alert"');
    }
    await confirm(cast, '12345');
    expect(cast.app.received).toMatchObject({ error: 'unmet_authentication_requirements' });
  });
});

test('wrong codes count for the account, so that a new request gives no new tries', async () => {
  const cast = await known();
  for (let tries = 0; tries < 5; tries += 1) {
    await ask(cast, { acrValues: TWO_FACTORS });
    await confirm(cast, '12345');
  }
  await ask(cast, { acrValues: TWO_FACTORS });
  await confirm(cast);
  expect(cast.browser.page?.html).toContain('Too many tries');
  cast.world.clock.advance(300);
  await ask(cast, { acrValues: TWO_FACTORS });
  await confirm(cast);
  expect(cast.app.received?.code).toBeDefined();
});

test('of two forms with one code that come at once, one is taken', async () => {
  const cast = await known();
  await ask(cast, { acrValues: TWO_FACTORS });
  const code = shownCode(cast);
  await Promise.all([confirm(cast, code), confirm(cast, code)]);
  const posts = cast.world.trace().exchanges.filter(({ request }) => request.url.endsWith('/login/second-factor'));
  const outcomes = posts.map(({ checks }) => checks.find(({ check }) => check === 'login.second-factor')?.outcome);
  expect(outcomes.toSorted()).toEqual(['failed', 'passed']);
});

test('a voluntary acr asks for nothing more', async () => {
  const cast = await known();
  await ask(cast, { claims: { id_token: { acr: { values: [TWO_FACTORS] } } } });
  expect(cast.app.received?.code).toBeDefined();
});

test('a code counts once, and one of the step before still counts', async () => {
  const cast = await known();
  await ask(cast, { acrValues: TWO_FACTORS });
  const code = shownCode(cast);
  cast.world.clock.advance(30);
  await confirm(cast, code);
  expect(cast.app.received?.code).toBeDefined();
  await ask(cast, { acrValues: TWO_FACTORS, prompt: 'login' });
  await cast.browser.submit(ALICE);
  await confirm(cast, code);
  expect(cast.browser.page?.html).toContain('used before');
  await confirm(cast);
  expect(cast.app.received?.code).toBeDefined();
});

test('nobody logs in with a code alone', async () => {
  const cast = rehearse({ off: ['login.form-token', 'login.second-factor'] });
  const { response } = await cast.send('browser', {
    method: 'POST',
    url: 'https://as.lab.test/login/second-factor',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: 'one_time_code=123456',
  });
  expect(response.body).toContain('<h1>Log in</h1>');
});

test('the app refuses a login that is older than it asked for', async () => {
  const cast = await known();
  cast.world.clock.advance(300);
  await ask(cast, { maxAge: 600 });
  expect((await cast.app.redeem()).refused).toBeUndefined();
  expect(outcomeOf(cast, 'rp.id-token-auth')).toBe('passed');
});

test('claims asked for by name come where they were asked for, after the user was shown them', async () => {
  const cast = await known();
  await ask(cast, { scope: 'openid', claims: { userinfo: { email: { essential: true } }, id_token: { name: null } } });
  expect(cast.browser.page?.html).toContain('<code>email</code>');
  await cast.browser.submit({}, { button: 'Allow' });
  const { id } = await tokens(cast);
  expect(id).toMatchObject({ name: 'Alice Archer' });
  expect(id).not.toHaveProperty('email');
  expect((await cast.app.userInfo()).claims).toEqual({ sub: 'alice', email: 'alice@lab.test' });
});

test('a claim of a scope that the client is not registered for is not given', async () => {
  const cast = rehearse();
  await cast.browser.navigate(
    cast.phone.authorizationRequest({ scope: 'openid', claims: { userinfo: { email: null }, id_token: { email: null } } }),
  );
  await cast.browser.submit(ALICE);
  await cast.browser.submit({}, { button: 'Allow' });
  const { tokens: given } = await cast.phone.redeem();
  expect(decodeCompact(given?.idToken ?? '')?.claims).not.toHaveProperty('email');
  expect((await cast.phone.userInfo()).claims).toEqual({ sub: 'alice' });
});

test('the metadata names the classes, and that the claims parameter is read', async () => {
  const cast = rehearse();
  await cast.send('app', { method: 'GET', url: 'https://as.lab.test/.well-known/openid-configuration', headers: [], body: '' });
  expect(jsonBody(exchange(cast).response)).toMatchObject({
    acr_values_supported: [PASSWORD, TWO_FACTORS],
    claims_parameter_supported: true,
  });
});

test('an app that sends an ID token of a user goes on with that user alone', async () => {
  const cast = await known();
  await cast.app.redeem();
  const { idToken = '' } = cast.app.tokens;
  const hinting = async (prompt?: string): Promise<void> => {
    const url = new URL(await cast.app.authorizationRequest(prompt === undefined ? {} : { prompt }));
    url.searchParams.set('id_token_hint', idToken);
    await cast.browser.navigate(url.href);
  };
  await hinting('none');
  expect(cast.app.received?.code).toBeDefined();
  await cast.browser.navigate(cast.phone.authorizationRequest({ prompt: 'login' }));
  await cast.browser.submit({ username: 'bob', password: 'builder' });
  await hinting('none');
  expect(cast.app.received).toMatchObject({ error: 'login_required' });
  await hinting();
  expect(cast.browser.page?.html).toContain('<h1>Log in</h1>');
  await cast.browser.submit({ username: 'bob', password: 'builder' });
  expect(cast.app.received).toMatchObject({ error: 'login_required' });
  await hinting();
  await cast.browser.submit(ALICE);
  expect(cast.app.received?.code).toBeDefined();
});

test('a hint and a claims parameter that name two users are no request', async () => {
  const cast = await known();
  await cast.app.redeem();
  await ask(cast, { sameUser: true, claims: { id_token: { sub: { value: 'alice' } } } });
  expect(cast.app.received?.code).toBeDefined();
  await cast.app.redeem();
  await ask(cast, { sameUser: true, claims: { id_token: { sub: { value: 'bob' } } } });
  expect(cast.app.received?.error).toBe('invalid_request');
});

test('a hint that has expired still names a user', async () => {
  const cast = await known();
  await cast.app.redeem();
  cast.world.clock.advance(600);
  await ask(cast, { sameUser: true, prompt: 'none' });
  expect(cast.app.received?.code).toBeDefined();
});
