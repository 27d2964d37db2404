import { describe, expect, test } from 'vitest';
import { ask, exchange, form, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import type { Page } from '../../../actors/browser/browser.ts';
import { formEntries } from '../../../actors/browser/html-form.ts';
import { header, headerValues } from '../../../http/message.ts';

const ALICE = { username: 'alice', password: 'wonderland' };

test('a wrong password and an unknown user are told in the same words', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  const wrong = await cast.browser.submit({ username: 'alice', password: 'no' });
  expect(wrong.status).toBe(200);
  expect(outcomeOf(cast, 'login.password')).toBe('failed');
  const unknown = await cast.browser.submit({ username: 'nobody', password: 'no' });
  expect(unknown.html).toBe(wrong.html);
  expect((await cast.browser.submit(ALICE)).html).toContain('Allow access');
});

test('no record of a login holds the password', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  await cast.browser.submit({ username: 'alice', password: 'my-secret-guess' });
  expect(JSON.stringify(exchange(cast).checks)).not.toMatch(/my-secret-guess|wonderland/);
});

test('the login gives a new session, and the old one is worth nothing', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  await cast.browser.submit(ALICE);
  const [first, second] = [1, 2].map((number) => header(exchange(cast, number).response ?? { headers: [] }, 'set-cookie')?.split(';')[0]);
  expect(first).not.toBe(second);
  const old = await ask(cast, { url: 'https://as.lab.test/authorize/resume?request=x', headers: [['Cookie', first ?? '']] });
  expect(old.status).toBe(400);
});

test('a form of another session is refused', async () => {
  const cast = rehearse();
  const page = await cast.browser.navigate(cast.app.authorizationRequest());
  const hidden = Object.fromEntries((page.forms[0]?.controls ?? []).map(({ name, value }) => [name, value]));
  const forged = await ask(cast, form('https://as.lab.test/login', { ...hidden, ...ALICE }), 'attacker');
  expect(forged.status).toBe(403);
  expect(outcomeOf(cast, 'login.form-token')).toBe('failed');
  expect((await cast.browser.submit(ALICE)).status).toBe(200);
  expect(outcomeOf(cast, 'login.form-token', 3)).toBe('passed');
});

test('after the login a browser asks with GET, and with 303 left out it repeats the password', async () => {
  const kept = rehearse();
  await kept.browser.navigate(kept.app.authorizationRequest());
  await kept.browser.submit(ALICE);
  expect(exchange(kept).request).toMatchObject({ method: 'GET', body: '' });
  const loose = rehearse({ off: ['authorize.redirect-303'] });
  await loose.browser.navigate(loose.app.authorizationRequest());
  await loose.browser.submit(ALICE);
  expect(exchange(loose).request.body).toContain('password=wonderland');
});

test('a user who says no sends access_denied back', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  await cast.browser.submit(ALICE);
  await cast.browser.submit({}, { button: 'Deny' });
  expect(outcomeOf(cast, 'consent.shown', 4)).toBe('failed');
  expect(cast.app.received).toMatchObject({ error: 'access_denied' });
  expect(await cast.app.redeem()).toEqual({ refused: 'access_denied' });
});

test('a consent form that speaks of the request is refused, unless that check is off', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  await cast.browser.submit(ALICE);
  expect((await cast.browser.submit({ redirect_uri: 'https://evil.lab.test/' }, { button: 'Allow' })).status).toBe(400);
  expect(outcomeOf(cast, 'consent.parameters-bound')).toBe('failed');
  const loose = rehearse({ off: ['consent.parameters-bound'] });
  await loose.browser.navigate(loose.app.authorizationRequest());
  await loose.browser.submit(ALICE);
  expect((await loose.browser.submit({ redirect_uri: 'https://evil.lab.test/' }, { button: 'Allow' })).url).toMatch(
    /^https:\/\/evil\.lab\.test\/\?code=/,
  );
});

test('consent is given once', async () => {
  const cast = rehearse();
  await cast.browser.navigate(cast.app.authorizationRequest());
  await cast.browser.submit(ALICE);
  await cast.browser.submit({}, { button: 'Allow' });
  const { request } = exchange(cast, 4);
  expect((await cast.send('browser', request)).response.status).toBe(400);
});

test.each([['http.session-cookie', /^session=[^;]+; Path=\/; Secure; SameSite=None$/]] as const)(
  '%s left out gives a loose cookie that still works',
  async (off, cookie) => {
    const cast = rehearse({ off: [off] });
    const page = await cast.browser.navigate(cast.app.authorizationRequest());
    expect(header(page.response, 'set-cookie')).toMatch(cookie);
    expect((await cast.browser.submit(ALICE)).html).toContain('Allow access');
  },
);

test('left out, a page has no ban on framing, no referrer policy, no cache rule and no description', async () => {
  const cast = rehearse({ off: ['authorize.no-framing', 'http.no-referrer', 'http.no-store', 'consent.client-described'] });
  await cast.browser.navigate(cast.app.authorizationRequest());
  const page = await cast.browser.submit(ALICE);
  expect(header(page.response, 'content-security-policy')).not.toContain('frame-ancestors');
  expect(header(page.response, 'referrer-policy')).toBeUndefined();
  expect(header(page.response, 'cache-control')).toBeUndefined();
  expect(page.html).not.toContain('invoice_read');
});

describe('two tabs with the login form', () => {
  /** A second tab of the browser: its page stays as it is while the first one goes on. */
  async function twoTabs(cast: ReturnType<typeof rehearse>): Promise<Record<'first' | 'second', Page>> {
    const first = await cast.browser.navigate(cast.app.authorizationRequest());
    const second = await cast.browser.navigate(cast.phone.authorizationRequest());
    return { first, second };
  }

  /** Fills the form of a tab, with the cookies that the browser has by now. */
  async function submitIn(cast: ReturnType<typeof rehearse>, tab: Page, fields: Readonly<Record<string, string>>, button?: string) {
    const shown = tab.forms[0];
    const entries = shown && formEntries(shown, fields, button);
    const request = form(new URL(shown?.action ?? '', tab.url).href, Object.fromEntries(entries ?? []), [['Cookie', sessionOf(cast)]]);
    return ask(cast, request);
  }

  function sessionOf(cast: ReturnType<typeof rehearse>): string {
    const given = cast.world.trace().exchanges.flatMap(({ response }) => headerValues(response ?? { headers: [] }, 'set-cookie'));
    return given.findLast((value) => value.startsWith('__Host-session='))?.split(';')[0] ?? '';
  }

  test('both work, in whatever order they are sent', async () => {
    const cast = rehearse();
    const tabs = await twoTabs(cast);
    const before = sessionOf(cast);
    for (const tab of [tabs.second, tabs.first]) {
      const answer = await submitIn(cast, tab, ALICE);
      expect([answer.status, new URL(header(answer, 'location') ?? '').pathname]).toEqual([303, '/authorize/resume']);
      const resumed = await ask(cast, { url: header(answer, 'location') ?? '', headers: [['Cookie', sessionOf(cast)]] });
      expect(resumed.body).toContain('Allow access');
    }
    expect(sessionOf(cast)).not.toBe(before);
  });

  test('a form of before the login says who the user is, and allows nothing', async () => {
    const cast = rehearse();
    const tabs = await twoTabs(cast);
    const token = tabs.second.forms[0]?.controls.find(({ name }) => name === 'form_token')?.value ?? '';
    const answer = await submitIn(cast, tabs.first, ALICE);
    const request = new URL(header(answer, 'location') ?? '').searchParams.get('request') ?? '';
    const consent = form('https://as.lab.test/consent', { request, form_token: token, decision: 'allow' }, [['Cookie', sessionOf(cast)]]);
    expect((await ask(cast, consent)).status).toBe(403);
  });
});
