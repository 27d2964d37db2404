import { expect, test } from 'vitest';
import type { JsonObject } from '../../http/strict-json.ts';
import { loginAsAsked } from './login-as-asked.ts';

const NOW = 1_000_000;

test.each<[string, JsonObject, number, boolean]>([
  ['in time', { auth_time: NOW - 60 }, 60, true],
  ['a second too old', { auth_time: NOW - 61 }, 60, false],
  ['older than the question, though none may be', { auth_time: NOW - 11 }, 0, false],
  ['newer than the question, with some time at the page behind it', { auth_time: NOW - 9 }, 0, true],
  ['in the second of the question', { auth_time: NOW - 10 }, 5, true],
  ['yet to come', { auth_time: NOW + 1 }, 60, false],
  ['at the end of time', { auth_time: Infinity }, 60, false],
  ['at no time', {}, 60, false],
  ['at a time that is no number', { auth_time: String(NOW) }, 60, false],
])('a login %s', (_what, claims, maxAge, passed) => {
  expect(loginAsAsked(claims, { maxAge, askedAt: (NOW - 10) * 1000 + 400 }, NOW * 1000 + 700).passed).toBe(passed);
});

test('who does not know when it asked goes by the age alone', () => {
  expect(loginAsAsked({ auth_time: NOW - 9 }, { maxAge: 0 }, NOW * 1000).passed).toBe(false);
});
