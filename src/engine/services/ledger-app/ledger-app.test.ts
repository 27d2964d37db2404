import { describe, expect, test } from 'vitest';
import { ask, exchange, logIn, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import { logoutRequest } from '../../actors/client/logout-request.ts';
import { queryFields } from '../../http/form.ts';
import { header, headerValues } from '../../http/message.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';

const CALLBACK = 'https://app.lab.test/callback';

test('an answer to a login begun here is kept, and its code leaves the address', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  expect(cast.app.received?.code).toBeDefined();
  expect(cast.browser.page?.url).toBe('https://app.lab.test/');
  for (const check of ['rp.state', 'rp.issuer-response', 'http.parameter-once'] as const) expect(outcomeOf(cast, check, 5)).toBe('passed');
  expect(outcomeOf(cast, 'rp.callback-clean', 5)).toBe('sent');
});

test('left out, the page stays at the address with the code', async () => {
  const cast = rehearse({ off: ['rp.callback-clean'] });
  await logIn(cast, cast.app.authorizationRequest());
  expect(cast.browser.page).toMatchObject({ status: 200 });
  expect(cast.browser.page?.url).toContain('code=');
});

test('a wrong state is refused and the code is not redeemed', async () => {
  const cast = rehearse();
  await cast.app.authorizationRequest();
  expect((await ask(cast, { url: `${CALLBACK}?code=c&state=other&iss=https%3A%2F%2Fas.lab.test` })).status).toBe(400);
  expect(outcomeOf(cast, 'rp.state')).toBe('failed');
  expect(await cast.app.redeem()).toEqual({ refused: 'rp.state' });
});

test('an answer that comes again is refused, and the login that goes on ends as it would have', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const answer = cast.world.trace().exchanges.find(({ request }) => request.url.startsWith(`${CALLBACK}?`));
  expect((await ask(cast, { url: answer?.request.url ?? '' })).status).toBe(400);
  expect(outcomeOf(cast, 'rp.state')).toBe('failed');
  expect((await cast.app.redeem()).tokens).toBeDefined();
});

test('what comes beside an error is no code, and is not redeemed', async () => {
  const cast = rehearse();
  const state = new URL(await cast.app.authorizationRequest()).searchParams.get('state') ?? '';
  await ask(cast, { url: `${CALLBACK}?code=c&error=access_denied&state=${state}&iss=https%3A%2F%2Fas.lab.test` });
  expect(await cast.app.redeem()).toEqual({ refused: 'access_denied' });
});

test.each(['&iss=https%3A%2F%2Fevil.lab.test', ''])('an answer of another issuer, or of none, is refused: "%s"', async (iss) => {
  const cast = rehearse();
  const state = new URL(await cast.app.authorizationRequest()).searchParams.get('state') ?? '';
  expect((await ask(cast, { url: `${CALLBACK}?code=c&state=${state}${iss}` })).status).toBe(400);
  expect(outcomeOf(cast, 'rp.issuer-response')).toBe('failed');
});

test('where the server leaves iss out it does not promise it, and the login still works', async () => {
  const cast = rehearse({ off: ['authorize.iss-returned'] });
  await logIn(cast, cast.app.authorizationRequest());
  expect((await cast.app.redeem()).tokens).toBeDefined();
  expect((await ask(cast, { url: 'https://as.lab.test/.well-known/oauth-authorization-server' })).body).toContain(
    '"authorization_response_iss_parameter_supported":false',
  );
});

test('other addresses and methods are refused', async () => {
  const cast = rehearse();
  expect((await ask(cast, { url: 'https://app.lab.test/nowhere' })).status).toBe(404);
  const posted = await ask(cast, { method: 'POST', url: CALLBACK });
  expect(posted.status).toBe(405);
  expect(header(posted, 'allow')).toBe('GET, HEAD');
});

test('the phone app receives its own scheme, unless another app has claimed it', async () => {
  const own = rehearse();
  await logIn(own, own.phone.authorizationRequest());
  expect(exchange(own)).toMatchObject({ to: 'phone', response: { status: 200 } });
  expect((await own.phone.redeem()).tokens).toBeDefined();
  const stolen = rehearse();
  stolen.attacker.claimScheme();
  await logIn(stolen, stolen.phone.authorizationRequest());
  expect(exchange(stolen)).toMatchObject({ to: 'attacker' });
  const code = new URL(stolen.attacker.received()[0]?.url ?? 'x:').searchParams.get('code') ?? '';
  expect((await stolen.attacker.redeem(code, { clientId: 'ledger-phone' })).refused).toBe('invalid_grant');
  expect(await stolen.phone.redeem()).toEqual({ refused: 'no code' });
});

describe('a login that a browser begins at the app', () => {
  const cookies = (cast: Company): string[] =>
    cast.world
      .trace()
      .exchanges.flatMap(({ to, response }) => (to === 'app' && response ? headerValues(response, 'set-cookie') : []))
      .map((value) => value.replace(/^([\w-]+)=[^;]+/, '$1=…'));

  const LOCKED = 'Path=/; Secure; HttpOnly; SameSite=Lax';

  test('ends there, with a session that the browser alone has', async () => {
    const cast = rehearse();
    await logIn(cast, cast.app.login({ maxAge: 60 }));
    expect(cookies(cast)).toEqual([
      `__Host-ledger-flow=…; ${LOCKED}`,
      `__Host-ledger-session=…; ${LOCKED}`,
      `__Host-ledger-flow=; ${LOCKED}; Max-Age=0`,
    ]);
    expect(cast.browser.page?.html).toContain('You are back');
    expect((await cast.app.redeem()).tokens).toBeDefined();
    expect((await cast.browser.navigate('https://app.lab.test/')).html).toContain('You are logged in.');
    expect((await ask(cast, { url: 'https://app.lab.test/' })).body).toContain('Log in to see your invoices.');
  });

  test('asks for what the play asked for, and by itself for the usual', async () => {
    const cast = rehearse();
    const asked = header(await ask(cast, { url: await cast.app.login({ scope: 'openid', prompt: 'login' }) }), 'location');
    expect(Object.fromEntries(queryFields(asked ?? ''))).toMatchObject({ client_id: 'ledger', scope: 'openid', prompt: 'login' });
    const own = header(await ask(cast, { url: 'https://app.lab.test/login' }), 'location');
    expect(Object.fromEntries(queryFields(own ?? ''))).toMatchObject({
      redirect_uri: CALLBACK,
      scope: 'openid profile invoice_read',
      code_challenge_method: 'S256',
    });
    await logIn(cast, Promise.resolve('https://app.lab.test/login'));
    expect((await cast.app.redeem()).tokens?.idToken).toBeDefined();
  });

  test('is not finished in another browser while one of two checks is on, and with both off it is', async () => {
    for (const [off, taken] of [
      [[], false],
      [['rp.state'], false],
      [['rp.flow-session'], false],
      [['rp.state', 'rp.flow-session'], true],
    ] as const) {
      const cast = rehearse({ off });
      const started = await ask(cast, { url: await cast.app.login() }, 'attacker');
      await logIn(cast, Promise.resolve(header(started, 'location') ?? ''));
      expect(cast.app.received?.code !== undefined).toBe(taken);
    }
  });

  test('takes ten minutes at most, and the session lasts eight hours', async () => {
    const cast = rehearse();
    await cast.browser.navigate(cast.app.login());
    cast.world.clock.advance(600);
    await cast.browser.submit({ username: 'alice', password: 'wonderland' });
    await cast.browser.submit({}, { button: 'Allow' });
    expect(cast.app.received?.refused).toBe('rp.state');
    await cast.browser.navigate(cast.app.login({ prompt: 'consent' }));
    cast.world.clock.advance(599);
    await cast.browser.submit({}, { button: 'Allow' });
    await cast.app.redeem();
    cast.world.clock.advance(8 * 3600 - 1);
    expect((await cast.browser.navigate('https://app.lab.test/')).html).toContain('You are logged in.');
    cast.world.clock.advance(1);
    expect((await cast.browser.navigate('https://app.lab.test/')).html).toContain('Log in to see');
  });

  test('gives another session than the one before, and a logout at the issuer ends it', async () => {
    const cast = rehearse();
    await logIn(cast, cast.app.login());
    const before = cast.world.logins.app.browser?.id;
    await cast.app.redeem();
    await cast.browser.navigate(cast.app.login());
    await cast.app.redeem();
    expect(cast.world.logins.app.browser?.id).not.toBe(before);
    await cast.browser.navigate(logoutRequest(cast.app, 'https://as.lab.test/logout'));
    expect((await cast.browser.navigate('https://app.lab.test/')).html).toContain('Log in to see');
  });
});
