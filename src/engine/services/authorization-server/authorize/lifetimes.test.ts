import { expect, test } from 'vitest';
import { ask, logIn, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { authorizationUrl } from './request.fixture.ts';
import { withdraw } from '../token/request.fixture.ts';
import type { Company } from '../token/request.fixture.ts';

const HOUR = 3600;

/** What the browser is shown by a request that no login of its own stands behind: a page, or the answer to the app. */
async function shownNext({ browser, app }: Company, changes: Readonly<Record<string, string>> = {}): Promise<string> {
  const url = new URL(await app.authorizationRequest());
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return (await browser.navigate(url.href)).html;
}

test('a session that nobody uses is over after an hour', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  cast.world.clock.advance(HOUR - 1);
  expect(await shownNext(cast)).not.toContain('<title>Log in</title>');
  cast.world.clock.advance(HOUR);
  expect(await shownNext(cast)).toContain('<title>Log in</title>');
});

test('a session that is used all the time is over after a day', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  for (let half = 1; half < 48; half += 1) {
    cast.world.clock.advance(HOUR / 2);
    expect(await shownNext(cast)).not.toContain('<title>Log in</title>');
  }
  cast.world.clock.advance(HOUR / 2);
  expect(await shownNext(cast)).toContain('<title>Log in</title>');
});

test('visitors without end log nobody out', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  for (let visitor = 0; visitor < 250; visitor += 1) await ask(cast, { url: authorizationUrl() });
  expect(await shownNext(cast)).not.toContain('<title>Log in</title>');
});

test('the login form of a session that is over belongs to no session any more', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  cast.world.clock.advance(HOUR);
  expect((await cast.browser.submit({ username: 'alice', password: 'wonderland' })).status).toBe(403);
});

test('a consent is asked for anew after 90 days', async () => {
  const cast = rehearse();
  const logInAgain = async (): Promise<string> => {
    await cast.browser.navigate(cast.app.authorizationRequest());
    return (await cast.browser.submit({ username: 'alice', password: 'wonderland' })).html;
  };
  await logIn(cast, cast.app.authorizationRequest());
  cast.world.clock.advance(90 * 24 * HOUR - 1);
  expect(await logInAgain()).not.toContain('Allow access');
  cast.world.clock.advance(24 * HOUR);
  expect(await logInAgain()).toContain('Allow access');
});

test('max_age=0 asks for a new login, however short ago the last one was', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  expect(await shownNext(cast, { max_age: '0' })).toContain('<title>Log in</title>');
  expect((await cast.browser.submit({ username: 'alice', password: 'wonderland' })).html).not.toContain('<title>Log in</title>');
});

test.each([{ max_age: '60' }, { prompt: 'login' }])(
  'a login that was new once is none any more beside a page left open: %j',
  async (changes) => {
    const cast = rehearse();
    await shownNext(cast, changes);
    await cast.browser.submit({ username: 'alice', password: 'wonderland' });
    cast.world.clock.advance(HOUR / 2);
    expect((await cast.browser.submit({}, { button: 'Allow' })).html).toContain('<title>Log in</title>');
    expect(cast.app.received).toBeUndefined();
    await cast.browser.submit({ username: 'alice', password: 'wonderland' });
    expect(cast.app.received?.code).toBeDefined();
  },
);

test('max_age=0 and prompt=none are login_required', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  await shownNext(cast, { max_age: '0', prompt: 'none' });
  expect(cast.app.received?.error).toBe('login_required');
});

test('a code that nobody has redeemed yet ends with the consent it stands for', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  await withdraw(cast, 'ledger');
  expect((await cast.app.redeem()).refused).toBe('invalid_grant');
});

test('max_age may be longer than anybody lives', async () => {
  const cast = rehearse();
  expect(await shownNext(cast, { max_age: '99999999999' })).toContain('<title>Log in</title>');
});

test('max_age that is no number of seconds is told to the client', async () => {
  const cast = rehearse();
  await shownNext(cast, { max_age: 'soon' });
  expect([cast.app.received?.error, outcomeOf(cast, 'authorize.max-age', 1)]).toEqual(['invalid_request', 'failed']);
});
