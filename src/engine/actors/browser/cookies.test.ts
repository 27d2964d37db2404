import { expect, test } from 'vitest';
import { createCookies } from './cookies.ts';

const AS = 'https://as.lab.test/login';

const setting = (...values: string[]) => ({
  status: 200,
  headers: values.map((value) => ['Set-Cookie', value] as const),
  body: '',
});

test('a cookie that is set again lives from then on, not from when it first came', async () => {
  let now = Date.UTC(2026, 10, 24);
  const cookies = createCookies(() => now);
  await cookies.keep(AS, setting('s=1; Max-Age=60'), 'strict');
  now += 50_000;
  await cookies.keep(AS, setting('s=2; Max-Age=60'), 'strict');
  now += 50_000;
  expect(await cookies.headerFor(AS, 'strict')).toBe('s=2');
  now += 10_000;
  expect(await cookies.headerFor(AS, 'strict')).toBeUndefined();
});

test('what is kept is told with its attributes, and what a host may not set is not kept', async () => {
  const now = Date.UTC(2026, 10, 24);
  const cookies = createCookies(() => now);
  await cookies.keep(
    AS,
    setting(
      '__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax',
      'theme=dark; Max-Age=600',
      'planted=1; Domain=app.lab.test',
      '__Host-loose=1; Path=/',
      'gone=1; Max-Age=0',
    ),
    'strict',
  );
  expect(cookies.all()).toEqual([
    {
      name: '__Host-session',
      value: 'abc',
      domain: 'as.lab.test',
      hostOnly: true,
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      saysSameSite: true,
      expires: undefined,
    },
    {
      name: 'theme',
      value: 'dark',
      domain: 'as.lab.test',
      hostOnly: true,
      path: '/',
      secure: false,
      httpOnly: false,
      sameSite: 'lax',
      saysSameSite: false,
      expires: now + 600_000,
    },
  ]);
});

test('a lifetime beyond all dates is no error', async () => {
  const cookies = createCookies(() => 0);
  await cookies.keep(AS, setting('s=1; Max-Age=99999999999999999999', 't=1; Max-Age=-99999999999999999999'), 'strict');
  expect(cookies.all().map(({ name }) => name)).toEqual(['s']);
});
