import { expect, test } from 'vitest';
import { rehearse } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';

const OWN: Header = ['X-Requested-By', 'expenses'];

type Company = ReturnType<typeof rehearse>;

async function loggedIn(cast: Company): Promise<void> {
  await cast.browser.navigate('https://expenses.lab.test/login');
  await cast.browser.submit({ username: 'alice', password: 'wonderland' });
  await cast.browser.submit({}, { button: 'Allow' });
}

function last(cast: Company): { readonly method: string; readonly cookie: string | undefined } {
  const sent = cast.world.trace().exchanges.findLast(({ from }) => from === 'browser')?.request;
  return { method: sent?.method ?? '', cookie: sent && header(sent, 'cookie') };
}

test('a page calls its own back end with its cookie, and reads the answer', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  const answer = await cast.browser.fetch({ url: 'https://expenses.lab.test/api/invoices', headers: [OWN] });
  expect('response' in answer && answer.response.status).toBe(200);
  expect(last(cast).cookie).toContain('__Host-expenses-session=');
});

test('a page of another site cannot send the own header: the preflight is not answered', async () => {
  const cast = rehearse();
  await loggedIn(cast);
  await cast.browser.navigate('https://evil.lab.test/');
  const answer = await cast.browser.fetch({ url: 'https://expenses.lab.test/api/invoices', headers: [OWN], credentials: 'include' });
  expect('blocked' in answer).toBe(true);
  expect(last(cast)).toEqual({ method: 'OPTIONS', cookie: undefined });
});

test('a call that any form could make is sent all the same, and its answer stays unread', async () => {
  const cast = rehearse();
  await cast.browser.navigate('https://evil.lab.test/');
  const answer = await cast.browser.fetch({ url: 'https://api.lab.test/invoices' });
  expect('blocked' in answer).toBe(true);
  expect(last(cast).method).toBe('GET');
});

test('a script sets no cookie, origin or host of its own', async () => {
  const cast = rehearse();
  await cast.browser.navigate('https://evil.lab.test/');
  await cast.browser.fetch({
    url: 'https://evil.lab.test/x',
    headers: [
      ['Cookie', 'a=1'],
      ['Origin', 'https://app.lab.test'],
      ['Sec-Fetch-Site', 'none'],
    ],
  });
  const sent = cast.world
    .trace()
    .exchanges.at(-1)
    ?.request.headers.map(([name]) => name.toLowerCase());
  for (const name of ['cookie', 'origin', 'sec-fetch-site']) expect(sent).not.toContain(name);
});

test('the login page is not shown in a frame, unless that defence is left out', async () => {
  const url = 'https://as.lab.test/authorize?client_id=nobody';
  for (const [off, shown] of [
    [[], false],
    [['authorize.no-framing'], true],
  ] as const) {
    const cast = rehearse({ off });
    await cast.browser.navigate('https://evil.lab.test/');
    expect('response' in (await cast.browser.frame(url))).toBe(shown);
  }
});
