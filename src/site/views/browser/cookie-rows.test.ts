import { expect, test } from 'vitest';
import type { Header } from '#engine/http/message.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { cookiesOf } from './cookie-rows.ts';

function message(
  number: number,
  url: string,
  set: readonly string[],
  { method = 'GET', at = 0, headers = [] as readonly Header[], status = 200 } = {},
): Exchange {
  return {
    number,
    from: 'browser',
    to: 'as',
    request: { method, url, headers: [['Accept', 'text/html'], ...headers], body: '' },
    response: { status, headers: set.map((value) => ['Set-Cookie', value] as const), body: '' },
    checks: [],
    at,
    edited: [],
  };
}

const trace = (...exchanges: Exchange[]): Trace => ({ parties: [], exchanges, off: [] });
const names = async (one: Trace, now = 0): Promise<string[]> => (await cookiesOf(one, 'browser', now)).rows.map(({ name }) => name);

test('each cookie says which message set it last', async () => {
  const { rows } = await cookiesOf(
    trace(
      message(1, 'https://as.lab.test/', ['s=1; Path=/', 'kept=1']),
      message(2, 'https://as.lab.test/', []),
      message(3, 'https://as.lab.test/', ['s=2; Path=/']),
    ),
    'browser',
    0,
  );
  expect(rows.map(({ name, value, setBy }) => [name, value, setBy.number])).toEqual([
    ['s', '2', 3],
    ['kept', '1', 1],
  ]);
});

test('a cookie is gone once the clock of the world is past its end, and back before', async () => {
  const one = trace(message(1, 'https://as.lab.test/', ['s=1; Max-Age=60'], { at: 1000 }));
  expect(await names(one, 60_999)).toEqual(['s']);
  expect(await names(one, 61_000)).toEqual([]);
});

test('what a script fetched without cookies sets none', async () => {
  const script = (url: string): Exchange => {
    const exchange = message(2, url, ['s=1']);
    return { ...exchange, request: { ...exchange.request, headers: [['Accept', '*/*']] } };
  };
  const page = message(1, 'https://app.lab.test/', []);
  expect(await names(trace(page, script('https://api.lab.test/')))).toEqual([]);
  expect(await names(trace(page, script('https://app.lab.test/api')))).toEqual(['s']);
});

test('another party’s cookies are not this browser’s', async () => {
  const other = { ...message(1, 'https://as.lab.test/', ['s=1']), from: 'attacker' };
  expect(await names(trace(other))).toEqual([]);
});

test('what would be sent follows host and path', async () => {
  const { headerFor } = await cookiesOf(trace(message(1, 'https://as.lab.test/', ['s=1; Path=/a'])), 'browser', 0);
  expect(await headerFor('https://as.lab.test/', 'https://as.lab.test/a', 'POST')).toBe('s=1');
  expect(await headerFor('https://as.lab.test/', 'https://as.lab.test/b', 'POST')).toBeUndefined();
});
