import { describe, expect, test } from 'vitest';
import { header } from '../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';

/** A browser on a network that answers from a table by path, with what it was sent. */
function visit(answers: Readonly<Record<string, Partial<HttpResponse>>>): {
  readonly browser: Browser;
  readonly sent: HttpRequest[];
  wait(seconds: number): void;
} {
  const sent: HttpRequest[] = [];
  let now = Date.UTC(2026, 10, 24);
  const judge = { party: 'browser', plan: () => undefined, check: () => true, isOff: () => false, duty: () => true, now: () => now };
  const browser = createBrowser({
    party: 'browser',
    now: () => now,
    send: (_from, request) => {
      sent.push(request);
      const answer = answers[URL.parse(request.url)?.pathname ?? ''] ?? {};
      return Promise.resolve({ request, judge, response: { status: 200, headers: [], body: '', ...answer } });
    },
  });
  return { browser, sent, wait: (seconds) => (now += seconds * 1000) };
}

const FORM = '<form method="post" action="/post"><input name="a"><button>Go</button></form>';

test.each([
  [303, 'GET', ''],
  [302, 'GET', ''],
  [307, 'POST', 'a=1'],
  [308, 'POST', 'a=1'],
])('a %i after a form is followed with %s', async (status, method, body) => {
  const { browser, sent } = visit({ '/': { body: FORM }, '/post': { status, headers: [['Location', '/next']] } });
  await browser.navigate('https://as.lab.test/');
  await browser.submit({ a: '1' });
  expect(sent[2]).toMatchObject({ method, url: 'https://as.lab.test/next', body });
  expect(header(sent[2] ?? { headers: [] }, 'content-type')).toBe(body === '' ? undefined : 'application/x-www-form-urlencoded');
});

test.each([
  ['within it', 'https://b.lab.test/next', 'names the first site', 'https://a.lab.test'],
  ['to a third one', 'https://c.lab.test/next', 'names none', 'null'],
])('a form that is posted to another site and redirected %s, %s, %s as its origin', async (_where, third, _what, origin) => {
  const { browser, sent } = visit({
    '/': { body: FORM.replace('/post', 'https://b.lab.test/post') },
    '/post': { status: 307, headers: [['Location', third]] },
  });
  await browser.navigate('https://a.lab.test/');
  await browser.submit({ a: '1' });
  expect(sent.map((request) => header(request, 'origin'))).toEqual([undefined, 'https://a.lab.test', origin]);
});

test('a fragment is kept over a redirect, shown, and never sent', async () => {
  const { browser, sent } = visit({ '/': { status: 303, headers: [['Location', '/b']] } });
  expect((await browser.navigate('https://as.lab.test/#top')).url).toBe('https://as.lab.test/b#top');
  expect(sent.map(({ url }) => url)).toEqual(['https://as.lab.test/', 'https://as.lab.test/b']);
});

test('redirects in a circle end after twenty, with an error of the network and no page', async () => {
  const { browser, sent } = visit({ '/': { status: 302, headers: [['Location', '/']] } });
  await expect(browser.navigate('https://as.lab.test/')).rejects.toThrow('redirected more than 20 times');
  expect([sent.length, browser.page]).toEqual([21, undefined]);
});

test('twenty redirects are followed to the page behind them', async () => {
  const steps = Array.from({ length: 20 }, (_, step) => [`/${step}`, { status: 302, headers: [['Location', `/${step + 1}`]] }] as const);
  const { browser } = visit(Object.fromEntries(steps));
  expect((await browser.navigate('https://as.lab.test/0')).url).toBe('https://as.lab.test/20');
});

test('a redirect that leads to no address is an error of the network', async () => {
  const { browser } = visit({ '/': { status: 302, headers: [['Location', 'https://:0']] } });
  await expect(browser.navigate('https://as.lab.test/')).rejects.toThrow('no address');
});

test('a cookie goes back to its host only, and only as long as it lives', async () => {
  const { browser, sent, wait } = visit({
    '/': {
      headers: [
        ['Set-Cookie', '__Host-s=1; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=60'],
        ['Set-Cookie', '__Host-bad=1; Path=/x; Secure'],
      ],
    },
  });
  await browser.navigate('https://as.lab.test/');
  await browser.navigate('https://as.lab.test/again');
  await browser.navigate('https://app.lab.test/');
  wait(61);
  await browser.navigate('https://as.lab.test/late');
  expect(sent.map((request) => header(request, 'cookie'))).toEqual([undefined, '__Host-s=1', undefined, undefined]);
});

test.each([
  ['that says nothing', 's=1', 's=1'],
  ['that says something else', 's=1; SameSite=Anything', 's=1'],
  ['that says None without Secure', 's=1; SameSite=None', undefined],
])('a cookie %s of other sites is treated as a careful one', async (_what, cookie, kept) => {
  const { browser, sent } = visit({
    '/': { headers: [['Set-Cookie', cookie]] },
    '/evil': { body: '<form method="post" action="https://as.lab.test/post"><button>Go</button></form>' },
  });
  await browser.navigate('https://as.lab.test/');
  await browser.navigate('https://as.lab.test/own');
  await browser.navigate('https://evil.test/evil');
  await browser.submit({});
  expect(sent.map((request) => header(request, 'cookie'))).toEqual([undefined, kept, undefined, undefined]);
});

test('a cookie that is meant for every site goes along from every site', async () => {
  const { browser, sent } = visit({
    '/': { headers: [['Set-Cookie', 's=1; Secure; SameSite=None']] },
    '/evil': { body: '<form method="post" action="https://as.lab.test/post"><button>Go</button></form>' },
  });
  await browser.navigate('https://as.lab.test/');
  await browser.navigate('https://evil.test/evil');
  await browser.submit({});
  expect(header(sent[2] ?? { headers: [] }, 'cookie')).toBe('s=1');
});

test('a cookie that the answer to a form from another site sets is kept', async () => {
  const { browser, sent } = visit({
    '/as': { body: '<form method="post" action="https://app.test/callback"><button>Go</button></form>' },
    '/callback': {
      status: 303,
      headers: [
        ['Set-Cookie', 's=1; Secure; SameSite=Lax'],
        ['Location', '/home'],
      ],
    },
  });
  await browser.navigate('https://as.lab.test/as');
  await browser.submit({});
  await browser.navigate('https://app.test/later');
  expect(header(sent.at(-1) ?? { headers: [] }, 'cookie')).toBe('s=1');
});

test('a Lax cookie stays at home when another site posts', async () => {
  const { browser, sent } = visit({
    '/': { headers: [['Set-Cookie', 's=1; Secure; SameSite=Lax']] },
    '/evil': {
      body: '<form method="post" action="https://as.lab.test/post"><button>Go</button></form><form action="https://as.lab.test/get"><button>See</button></form>',
    },
  });
  await browser.navigate('https://as.lab.test/');
  await browser.navigate('https://evil.test/evil');
  await browser.submit({});
  await browser.navigate('https://evil.test/evil');
  await browser.submit({}, { button: 'See' });
  expect(sent.filter(({ url }) => url.startsWith('https://as')).map((request) => header(request, 'cookie'))).toEqual([
    undefined,
    undefined,
    's=1',
  ]);
});

test('a redirect may say that less goes along from there', async () => {
  const { browser, sent } = visit({
    '/page': { body: '<form action="/go"><button>Go</button></form>' },
    '/go': {
      status: 302,
      headers: [
        ['Location', '/next'],
        ['Referrer-Policy', 'origin'],
      ],
    },
  });
  await browser.navigate('https://as.lab.test/page?code=1');
  await browser.submit({});
  expect(sent.map((request) => header(request, 'referer'))).toEqual([undefined, 'https://as.lab.test/page?code=1', 'https://as.lab.test/']);
});

test.each([
  ['no-referrer', undefined, 'null'],
  ['same-origin', 'https://as.lab.test/page?code=1', 'https://as.lab.test'],
  ['origin', 'https://as.lab.test/', 'https://as.lab.test'],
  ['unsafe-url, No-Referrer', undefined, 'null'],
  ['', 'https://as.lab.test/page?code=1', 'https://as.lab.test'],
])('a form of a page with policy "%s" tells %s', async (policy, referer, origin) => {
  const { browser, sent } = visit({ '/page': { body: FORM, headers: policy === '' ? [] : [['Referrer-Policy', policy]] } });
  await browser.navigate('https://as.lab.test/page?code=1');
  await browser.submit({});
  expect([header(sent[1] ?? { headers: [] }, 'referer'), header(sent[1] ?? { headers: [] }, 'origin')]).toEqual([referer, origin]);
});

test('another origin is told the origin only', async () => {
  const { browser, sent } = visit({ '/page': { body: '<form action="https://app.lab.test/"><button>Go</button></form>' } });
  await browser.navigate('https://as.lab.test/page?code=1');
  await browser.submit({});
  expect(header(sent[1] ?? { headers: [] }, 'referer')).toBe('https://as.lab.test/');
});

test('a private-use scheme is opened like any address', async () => {
  const { browser, sent } = visit({ '/': { status: 303, headers: [['Location', 'test.lab.ledger:/callback?code=1']] } });
  await browser.navigate('https://as.lab.test/');
  expect(sent[1]).toMatchObject({ method: 'GET', url: 'test.lab.ledger:/callback?code=1' });
});

test('a button that is not there changes nothing', async () => {
  const { browser, sent } = visit({ '/': { body: FORM } });
  const page = await browser.navigate('https://as.lab.test/');
  expect(await browser.submit({}, { button: 'Allow' })).toBe(page);
  expect(sent).toHaveLength(1);
});

test('the pages that were shown stay in the history, with what their addresses held', async () => {
  const { browser } = visit({ '/go': { status: 303, headers: [['Location', '/callback?code=1']] } });
  await browser.navigate('https://app.lab.test/');
  await browser.navigate('https://as.lab.test/go');
  expect(browser.history).toEqual(['https://app.lab.test/', 'https://as.lab.test/callback?code=1']);
});

describe('Back', () => {
  test('shows a page as it was, without a message, unless it was not to be stored', async () => {
    const { browser, sent } = visit({
      '/kept': { body: 'kept', headers: [['Cache-Control', 'max-age=0']] },
      '/secret': { body: 'secret', headers: [['Cache-Control', 'no-store']] },
    });
    await browser.navigate('https://app.lab.test/kept');
    await browser.navigate('https://app.lab.test/secret');
    await browser.navigate('https://app.lab.test/bye');
    expect((await browser.back())?.html).toBe('secret');
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/kept', '/secret', '/bye', '/secret']);
    expect((await browser.back())?.html).toBe('kept');
    expect([sent.length, browser.history]).toEqual([4, ['https://app.lab.test/kept']]);
    expect(await browser.back()).toBe(browser.page);
  });

  test('does not send a form again', async () => {
    const { browser, sent } = visit({ '/': { body: FORM }, '/post': { headers: [['Cache-Control', 'no-store']] } });
    await browser.navigate('https://as.lab.test/');
    await browser.submit({});
    const last = await browser.navigate('https://as.lab.test/next');
    expect(await browser.back()).toBe(last);
    expect(sent).toHaveLength(3);
  });
});
