import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBasic } from '../../http/basic.ts';
import type { HttpRequest } from '../../http/message.ts';
import { basicPresented, basicUserMatches } from './basic-user.ts';

const KNOWN = [
  { sub: 'alice', password: 'wonderland' },
  { sub: 'jürgen', password: 'grün:tee: ' },
];

function request(...values: readonly string[]): HttpRequest {
  return { method: 'GET', url: 'https://api.lab.test/me', headers: values.map((value) => ['Authorization', value] as const), body: '' };
}

function outcome(user: string, password: string): boolean {
  return basicUserMatches(request(formatBasic({ user, password })), KNOWN).finding.passed;
}

test('a password may hold colons, spaces and letters beyond ASCII', () => {
  expect(outcome('jürgen', 'grün:tee: ')).toBe(true);
  expect(outcome('jürgen', 'grün')).toBe(false);
});

test('an umlaut may be typed in either way', () => {
  expect(outcome('ju\u0308rgen', 'gru\u0308n:tee: ')).toBe(true);
});

test('names are told apart by case, and nobody is known by an empty name or password', () => {
  expect([
    outcome('alice', 'wonderland'),
    outcome('Alice', 'wonderland'),
    outcome('alice', ''),
    outcome('', ''),
    outcome('', '\u0000'),
  ]).toEqual([true, false, false, false, false]);
});

test('a wrong password and an unknown user read the same', () => {
  const of = (user: string) => basicUserMatches(request(formatBasic({ user, password: 'guess' })), KNOWN).finding;
  expect(of('alice')).toEqual(of('nobody'));
});

test('two Authorization headers, another encoding and a missing colon are each named', () => {
  const good = formatBasic({ user: 'alice', password: 'wonderland' });
  expect(basicUserMatches(request(good, good), KNOWN).finding).toMatchObject({ passed: false, received: '2 Authorization headers' });
  for (const value of ['Basic', 'Basic /w==', `Basic ${btoa('alice')}`, `Basic ${btoa('alice:wonderland').replace('=', '')}`])
    expect(basicUserMatches(request(value), KNOWN).finding.refusal, value).toBe('what follows Basic is no user name and password');
});

test('only the scheme says that Basic is meant', () => {
  expect(['basic', 'BASIC abc', ' Basic abc', 'Basics abc', 'Bearer basic'].map((value) => basicPresented(request(value)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('no header makes the rule throw, and none that was sent is repeated in a finding', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 12 }), fc.string({ minLength: 12 }), (user, password) => {
      const { finding } = basicUserMatches(request(formatBasic({ user, password })), KNOWN);
      expect(finding.passed).toBe(false);
      expect(JSON.stringify(finding)).not.toContain(JSON.stringify(password).slice(1, -1));
      expect(basicUserMatches(request(`Basic ${user}`), KNOWN).finding.passed).toBe(false);
    }),
  );
});
