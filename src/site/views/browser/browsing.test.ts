import { expect, test } from 'vitest';
import type { Header, HttpResponse } from '#engine/http/message.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { browsersOf, browsingOf } from './browsing.ts';

const HTML: Header = ['Content-Type', 'text/html; charset=utf-8'];

function message(number: number, url: string, response: Partial<HttpResponse> | undefined, rest: Partial<Exchange> = {}): Exchange {
  return {
    number,
    from: 'browser',
    to: 'as',
    request: { method: 'GET', url, headers: [['Accept', 'text/html']], body: '' },
    response: response && { status: 200, headers: [HTML], body: '', ...response },
    checks: [],
    at: 0,
    edited: [],
    ...rest,
  };
}

const toward = (location: string): Partial<HttpResponse> => ({ status: 303, headers: [['Location', location]] });

const trace = (...exchanges: Exchange[]): Trace => ({
  parties: [
    { id: 'browser', name: 'Alice’s browser', kind: 'user', origins: [] },
    { id: 'app', name: 'App', kind: 'client', origins: [] },
    { id: 'attacker', name: 'Attacker', kind: 'attacker', origins: [] },
  ],
  exchanges,
  off: [],
});

test('before the first answer there is no page', () => {
  expect(browsingOf(trace(message(1, 'https://as.lab.test/', undefined)), 'browser')).toEqual({
    page: undefined,
    hops: [],
    leaving: [],
    bound: undefined,
  });
});

test('the page is the last answer that was no redirect, and the redirects before it are the way there', () => {
  const { page, hops, leaving } = browsingOf(
    trace(
      message(1, 'https://as.lab.test/authorize', toward('/a')),
      message(2, 'https://as.lab.test/a', toward('https://app.lab.test/b#top')),
      message(3, 'https://app.lab.test/b', { body: '<p>Hello</p>' }),
    ),
    'browser',
  );
  expect(page).toMatchObject({ url: 'https://app.lab.test/b#top', kind: 'html', body: '<p>Hello</p>' });
  expect(hops.map(({ number }) => number)).toEqual([1, 2, 3]);
  expect(leaving).toEqual([]);
});

test('while redirects are under way the old page stays, and it is known where they lead', () => {
  const browsing = browsingOf(
    trace(message(1, 'https://as.lab.test/login', { body: 'old' }), message(2, 'https://as.lab.test/login', toward('/resume?request=1'))),
    'browser',
  );
  expect(browsing.page?.body).toBe('old');
  expect(browsing.leaving.map(({ number }) => number)).toEqual([2]);
  expect(browsing.bound).toBe('https://as.lab.test/resume?request=1');
});

test('what scripts, frames and other parties ask for changes no page', () => {
  const accept = (value: string, ...more: Header[]): Partial<Exchange> => ({
    request: { method: 'GET', url: 'https://app.lab.test/api', headers: [['Accept', value], ...more], body: '' },
  });
  const { page } = browsingOf(
    trace(
      message(1, 'https://app.lab.test/', { body: 'page' }),
      message(2, '', { body: 'script' }, accept('*/*')),
      message(3, '', { body: 'frame' }, accept('text/html', ['Sec-Fetch-Dest', 'iframe'])),
      message(4, 'https://as.lab.test/', { body: 'other' }, { from: 'app' }),
      message(5, 'https://as.lab.test/', { body: 'inner' }, { parent: 1 }),
    ),
    'browser',
  );
  expect(page?.body).toBe('page');
});

test('an answer that is no page is shown as text, one that never came by its reason', () => {
  const json = { headers: [['Content-Type', 'application/json'] as const], body: '{"a":1}' };
  expect(browsingOf(trace(message(1, 'https://as.lab.test/', json)), 'browser').page).toMatchObject({ kind: 'text', body: '{"a":1}' });
  const lost = message(1, 'https://nowhere.lab.test/', undefined, { failure: 'Nobody answers at nowhere.lab.test.' });
  expect(browsingOf(trace(lost), 'browser').page).toMatchObject({ kind: 'undelivered', body: 'Nobody answers at nowhere.lab.test.' });
});

test('a loop of redirects ends where a browser gives up', () => {
  const loop = Array.from({ length: 21 }, (_, index) => message(index + 1, 'https://as.lab.test/', toward('/')));
  const { page, hops, leaving } = browsingOf(trace(...loop), 'browser');
  expect(page).toMatchObject({ kind: 'undelivered', body: 'The browser stops: it was redirected more than 20 times in a row.' });
  expect(hops).toHaveLength(21);
  expect(leaving).toEqual([]);
});

test('users have a browser from the start, others once they have opened a page', () => {
  expect(browsersOf(trace(), ['app', 'browser', 'attacker'])).toEqual(['browser']);
  expect(browsersOf(trace(message(1, 'https://as.lab.test/', {}, { from: 'attacker' })), ['attacker', 'browser'])).toEqual([
    'attacker',
    'browser',
  ]);
  expect(browsersOf(trace(), ['app'])).toEqual([]);
});
