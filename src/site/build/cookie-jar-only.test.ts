import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cookieJarOnly, withoutErrorTexts, withoutUncalledMethods } from './cookie-jar-only.ts';

test('a method that nobody names goes, with those that only it names', () => {
  const code =
    'function helper() { return new Jar().inner(); } class Jar { used() { return this.called(); } called() {} unused() { helper(); } inner() {} }';
  const left = withoutUncalledMethods(code, ['Jar', '.used']);
  expect(left).toMatch(/used\(\).*called\(\)/);
  expect(left).not.toContain('unused');
  expect(left).not.toContain('inner() {}');
});

test('what is no plain name stays as it is', () => {
  const code = 'class Jar { constructor() {} get size() { return 0; } #secret() {} used() { this.#secret(); } }';
  expect(withoutUncalledMethods(code, ['Jar', '.used'])).toBe(code);
});

test('a property of a class that nobody names goes, with what only it names', () => {
  const code = 'class Jar { used() { return Jar.level; } } Jar.level = 1; Jar.names = ["a"]; Jar.made = 0; Jar.made += 1;';
  expect(withoutUncalledMethods(code, ['Jar', '.used'])).toBe('class Jar { used() { return Jar.level; } } Jar.level = 1;   ');
});

test('a method that is named like a function that is called may go', () => {
  const code = 'function check() {} class Jar { used() { check(); } check() { return 1; } }';
  expect(withoutUncalledMethods(code, ['Jar', '.used'])).not.toContain('return 1');
});

test('a method that only throws goes, and so does a text that nobody asks for', () => {
  const code =
    'class Store { put() { throw new Error("not here"); } } class Jar extends Store { put() { return "b".toString(); } toString() { return ""; } }';
  const left = withoutUncalledMethods(code, ['Jar', 'Store', '.put']);
  expect(left).toContain('return "b".toString()');
  expect(left).not.toMatch(/throw|toString\(\) \{/);
});

test('errors lose their texts, and keep their kinds', () => {
  expect(withoutErrorTexts('throw new RangeError(`${a} is too long`); new Map("a"); f(new Error("b"));')).toBe(
    'throw new RangeError(); new Map("a"); f(new Error());',
  );
  expect(withoutErrorTexts('validate(a, "b"); f(validate);', 'validate')).toBe(' f(validate);');
});

test('the jar that is left keeps, expires, orders and refuses cookies as the whole one does', async () => {
  const file = new URL(import.meta.resolve('tough-cookie'));
  const whole = await readFile(file, 'utf8');
  const code = cookieJarOnly().transform(whole, file.pathname);
  expect(code?.length).toBeLessThan(whole.length * 0.85);
  const bare = (code ?? '').replace(
    /import \{ getDomain \} from "tldts";/,
    'const getDomain = (host) => host.split(".").slice(-2).join(".");',
  );
  const jars = await Promise.all(
    [whole.replace(/import \{ getDomain \} from "tldts";/, 'const getDomain = (host) => host.split(".").slice(-2).join(".");'), bare].map(
      async (source) =>
        (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(source)}`)) as typeof import('tough-cookie'),
    ),
  );
  const cookies = [
    'a=1',
    'b=2; Path=/deep; Secure; HttpOnly; SameSite=Strict',
    'c=3; Max-Age=60; SameSite=Lax',
    'd=4; Expires=Thu, 26 Nov 2026 10:00:00 GMT',
    '__Host-e=5; Secure; Path=/',
    '__Host-f=6',
    'g=7; Domain=test',
    'h=8; Domain=lab.test',
    'i=9; Domain=other.test',
    'a=10; Path=/deep',
    'j=11; Domain=a:b',
    'k=12; Domain=[::1]',
    'l=13; Domain=::1',
    'broken',
  ];
  const told = await Promise.all(
    jars.map(async ({ CookieJar }) => {
      const jar = new CookieJar(undefined, { prefixSecurity: 'strict' });
      const now = new Date(Date.UTC(2026, 10, 26, 9));
      const answers = [];
      for (const cookie of cookies) {
        const kept = await jar.setCookie(cookie, 'https://as.lab.test/deep/page', { now, ignoreError: true }).catch(String);
        answers.push(typeof kept === 'object' ? `${kept.cookieString()} ${String(kept.expiryTime(now))}` : kept);
      }
      for (const url of [
        'https://as.lab.test/deep/er',
        'https://as.lab.test/',
        'http://as.lab.test/deep',
        'https://api.lab.test/',
        'https://[::1]/',
        'https://127.0.0.1/',
      ])
        for (const sameSiteContext of ['strict', 'lax', 'none'] as const)
          answers.push((await jar.getCookies(url, { sameSiteContext, expire: false })).map((cookie) => cookie.cookieString()).join('; '));
      return answers;
    }),
  );
  expect(told[1]).toEqual(told[0]);
  expect(told[0]).toContain('__Host-e=5 Infinity');
});

test('MSW gets no jar, and whoever else asks for one ends the build', async () => {
  const { transform } = cookieJarOnly();
  const file = join(import.meta.dirname, '../../../node_modules/msw/lib/_chunks/cookie-store.js');
  const msw = transform(await readFile(file, 'utf8'), file) ?? '';
  expect(msw).toContain('const cookieStore = null;');
  expect(msw).not.toContain('new CookieStore()');
  expect(() => transform("import { CookieJar } from 'tough-cookie';", '/node_modules/msw/lib/other.js')).toThrow(
    'not in the library any more',
  );
  expect(transform('const a = 1;', '/node_modules/msw/lib/other.js')).toBeUndefined();
});
