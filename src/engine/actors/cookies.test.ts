import fc from 'fast-check';
import { CookieJar } from 'tough-cookie';
import { expect, test } from 'vitest';
import { createCookies, sameSiteContext, subresourceContext } from './cookies.ts';
import type { Cookies, SameSiteContext } from './cookies.ts';

const START = Date.UTC(2026, 10, 24);

function jar(): { readonly cookies: Cookies; wait(seconds: number): void; keep(url: string, ...values: string[]): void } {
  let now = START;
  const cookies = createCookies(() => now);
  return {
    cookies,
    wait: (seconds) => (now += seconds * 1000),
    keep(url, ...values) {
      cookies.keep(url, { status: 200, headers: values.map((value) => ['Set-Cookie', value] as const), body: '' }, 'strict');
    },
  };
}

test('a cookie without a domain goes back to its host alone, one with a domain to every host below it', () => {
  const { cookies, keep } = jar();
  keep('https://app.lab.test/', 'own=1', 'all=2; Domain=.LAB.test');
  expect(cookies.headerFor('https://app.lab.test/', 'strict')).toBe('own=1; all=2');
  expect(cookies.headerFor('https://as.lab.test/', 'strict')).toBe('all=2');
  expect(cookies.headerFor('https://evillab.test/', 'strict')).toBeUndefined();
});

test.each(['test', 'other.test', 'as.lab.test', 'app.lab.test.evil.test', '127.0.0.1'])('no host sets a cookie for %s', (domain) => {
  const { cookies, keep } = jar();
  keep('https://app.lab.test/', `a=1; Domain=${domain}`);
  expect(cookies.headerFor('https://app.lab.test/', 'strict')).toBeUndefined();
});

test('a host that is a whole suffix has cookies for itself only', () => {
  const { cookies, keep } = jar();
  keep('http://localhost/', 'a=1; Domain=localhost');
  expect(cookies.headerFor('http://localhost/', 'strict')).toBe('a=1');
  expect(cookies.headerFor('http://app.localhost/', 'strict')).toBeUndefined();
});

test('a path holds for what is below it and not for what only begins like it', () => {
  const { cookies, keep } = jar();
  keep('https://app.lab.test/a/b', 'by-default=1', 'said=2; Path=/a/b/', 'wrong=3; Path=here');
  expect(cookies.headerFor('https://app.lab.test/a/b/c', 'strict')).toBe('said=2; by-default=1; wrong=3');
  expect(cookies.headerFor('https://app.lab.test/a', 'strict')).toBe('by-default=1; wrong=3');
  expect(cookies.headerFor('https://app.lab.test/ab', 'strict')).toBeUndefined();
});

test('a secure cookie is neither taken from a plain connection nor sent over one', () => {
  const { cookies, keep } = jar();
  keep('http://app.lab.test/', 'taken=1; Secure');
  keep('https://app.lab.test/', 'kept=2; Secure', 'plain=3');
  expect(cookies.headerFor('http://app.lab.test/', 'strict')).toBe('plain=3');
  expect(cookies.headerFor('https://app.lab.test/', 'strict')).toBe('kept=2; plain=3');
});

test.each([
  ['__Host-a=1; Secure; Path=/', true],
  ['__host-a=1; Path=/', false],
  ['__Host-a=1; Secure', false],
  ['__Host-a=1; Secure; Path=/; Domain=app.lab.test', false],
  ['__Secure-a=1; Secure', true],
  ['__Secure-a=1', false],
])('%s: taken is %s', (value, taken) => {
  const { cookies, keep } = jar();
  keep('https://app.lab.test/', value);
  expect(cookies.headerFor('https://app.lab.test/', 'strict') !== undefined).toBe(taken);
});

test('a cookie that is set again lives from then on, and one that is over is gone', () => {
  const { cookies, keep, wait } = jar();
  const sent = (): string | undefined => cookies.headerFor('https://app.lab.test/', 'strict');
  keep('https://app.lab.test/', 'a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT');
  wait(50);
  keep('https://app.lab.test/', 'a=2; Max-Age=60');
  wait(50);
  expect(sent()).toBe('a=2');
  wait(10);
  expect(sent()).toBeUndefined();
  keep('https://app.lab.test/', 'b=1');
  keep('https://app.lab.test/', 'b=1; Max-Age=0');
  expect(sent()).toBeUndefined();
});

test.each([
  ['a=1; SameSite=Strict', ['a=1', undefined, undefined]],
  ['a=1; SameSite=lax', ['a=1', 'a=1', undefined]],
  ['a=1; SameSite=None', ['a=1', 'a=1', 'a=1']],
  ['a=1; SameSite=else', ['a=1', 'a=1', 'a=1']],
] as const)('%s goes along as far as it says', (value, sent) => {
  const { cookies, keep } = jar();
  keep('https://app.lab.test/', value);
  expect((['strict', 'lax', 'none'] as const).map((context) => cookies.headerFor('https://app.lab.test/', context))).toEqual(sent);
});

test('what another site loads can set no cookie that stays at home', () => {
  const { cookies } = jar();
  const response = { status: 200, headers: [['Set-Cookie', 'a=1; SameSite=Lax'] as const, ['Set-Cookie', 'b=2'] as const], body: '' };
  cookies.keep('https://app.lab.test/', response, 'none');
  expect(cookies.headerFor('https://app.lab.test/', 'strict')).toBe('b=2');
});

test.each(['', '=1', 'name', '; Path=/', 'a=1\u0000', 'a=1\r\nb=2'])('%j is no cookie', (value) => {
  const { cookies, keep } = jar();
  keep('https://app.lab.test/', value);
  expect(cookies.headerFor('https://app.lab.test/', 'strict')).toBeUndefined();
});

test('nothing but the web has cookies', () => {
  const { cookies, keep } = jar();
  keep('test.lab.ledger:/callback', 'a=1');
  expect(cookies.headerFor('test.lab.ledger:/callback', 'strict')).toBeUndefined();
  expect(cookies.headerFor('not an address', 'strict')).toBeUndefined();
});

test('a site is a scheme and a registrable domain', () => {
  expect(sameSiteContext(undefined, 'https://app.lab.test/', 'POST')).toBe('strict');
  expect(sameSiteContext('https://as.lab.test/', 'https://app.lab.test/', 'POST')).toBe('strict');
  expect(sameSiteContext('http://as.lab.test/', 'https://app.lab.test/', 'POST')).toBe('none');
  expect(sameSiteContext('https://evil.test/', 'https://app.lab.test/', 'GET')).toBe('lax');
  expect(subresourceContext('https://evil.test/', 'https://app.lab.test/')).toBe('none');
  expect(subresourceContext('http://127.0.0.1/', 'http://127.0.0.2/')).toBe('none');
});

const URLS = [
  'https://app.lab.test/',
  'https://app.lab.test/a/b',
  'http://app.lab.test/a',
  'https://lab.test/a/',
  'https://x.test/',
  'http://127.0.0.1/',
];
const ATTRIBUTE = fc.constantFrom(
  ...[
    'Secure',
    'HttpOnly',
    'secure=no',
    'Path=/',
    'Path=/a',
    'path=/a/',
    'Path=a',
    'Path',
    'Domain=lab.test',
    'Domain=.lab.test',
    'Domain=app.lab.test',
  ],
  ...[
    'Domain=test',
    'Domain=',
    'domain=127.0.0.1',
    'SameSite=Lax',
    'samesite=STRICT',
    'SameSite=None',
    'SameSite',
    'Max-Age=60',
    'Max-Age=-1',
    'Max-Age=x',
  ],
  ...['Expires=Wed, 25 Nov 2026 10:00:00 GMT', 'Expires=Wed, 18 Nov 2026 10:00:00 GMT', 'Expires=never', 'Priority=High', ''],
);
const CONTEXT = fc.constantFrom<SameSiteContext>('strict', 'lax', 'none');
const SET = fc.record({
  url: fc.constantFrom(...URLS),
  name: fc.constantFrom('a', 'b', '__Host-c', '__Secure-d', ' e '),
  value: fc.constantFrom('1', '', ' 2 ', '"3"', 'x=y'),
  attributes: fc.array(ATTRIBUTE, { maxLength: 5 }),
  context: CONTEXT,
});

test('it keeps and sends the cookies that tough-cookie keeps and sends', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(SET, { maxLength: 6 }), fc.constantFrom(...URLS), CONTEXT, async (sets, url, sameSite) => {
      const cookies = createCookies(() => START);
      const other = new CookieJar(undefined, { prefixSecurity: 'strict' });
      for (const { url: from, name, value, attributes, context } of sets) {
        const header = [`${name}=${value}`, ...attributes].join('; ');
        cookies.keep(from, { status: 200, headers: [['Set-Cookie', header]], body: '' }, context);
        await other.setCookie(header, from, { now: new Date(START), sameSiteContext: context, ignoreError: true });
      }
      const kept = await other.getCookies(url, { sameSiteContext: sameSite, expire: false });
      const alive = kept
        .filter((cookie) => (cookie.expiryTime(new Date(START)) ?? Infinity) > START)
        .map((cookie) => cookie.cookieString());
      expect((cookies.headerFor(url, sameSite)?.split('; ') ?? []).toSorted()).toEqual(alive.toSorted());
    }),
    { numRuns: 2000 },
  );
});
