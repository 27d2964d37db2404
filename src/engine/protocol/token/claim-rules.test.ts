import { expect, test } from 'vitest';
import { durationInWords } from '../duration.ts';
import {
  alreadyValid,
  audienceIncludes,
  audiencesOf,
  claimsHaveTheirTypes,
  issuedInThePast,
  missingClaims,
  notExpired,
} from './claim-rules.ts';

const NOW = { now: 1_000_000_000, leewaySeconds: 60 };

test.each([
  [{ exp: 1_000_288 }, true, '4 min 48 s left'],
  [{ exp: 1_000_000 }, true, 'expires this second, inside 1 min of leeway'],
  [{ exp: 999_941 }, true, 'expired 59 s ago, inside 1 min of leeway'],
  [{ exp: 999_940 }, false, 'expired 1 min ago'],
  [{ exp: 999_400 }, false, 'expired 10 min ago'],
  [{}, false, 'no exp'],
  [{ exp: '1' }, false, '1, which is not a number of seconds'],
])('expiry of %j passes: %s', (claims, passed, received) => {
  expect(notExpired(claims, NOW)).toMatchObject({ passed, received });
});

test.each([
  [{}, true, 'no nbf, so valid at once'],
  [{ nbf: 999_999 }, true, 'valid 1 s ago'],
  [{ nbf: 1_000_060 }, true, 'valid in 1 min, inside 1 min of leeway'],
  [{ nbf: 1_000_061 }, false, 'valid in 1 min 1 s'],
  [{ nbf: null }, false, 'null, which is not a number of seconds'],
])('not-before of %j passes: %s', (claims, passed, received) => {
  expect(alreadyValid(claims, NOW)).toMatchObject({ passed, received });
});

test('a token issued in the future is refused, one without iat is not', () => {
  expect(issuedInThePast({ iat: 999_988 }, NOW)).toMatchObject({ passed: true, received: 'issued 12 s ago' });
  expect(issuedInThePast({ iat: 1_007_200 }, NOW)).toMatchObject({ passed: false, received: 'issued in 2 h' });
  expect(issuedInThePast({}, NOW).passed).toBe(true);
});

test('an audience may be one text or a list', () => {
  expect(audiencesOf({ aud: ['a', 7, 'b'] })).toEqual(['a', 'b']);
  expect(audienceIncludes({ aud: 'a' }, 'a').passed).toBe(true);
  expect(audienceIncludes({ aud: ['b', 'c'] }, 'a')).toEqual({ passed: false, expected: 'a', received: '["b","c"]' });
  expect(audienceIncludes({}, 'a')).toMatchObject({ passed: false, received: 'nothing' });
});

test('claims of the wrong type are named with what they should be', () => {
  expect(claimsHaveTheirTypes({ iss: 'x', aud: ['a'], exp: 1, anything: null }).passed).toBe(true);
  expect(claimsHaveTheirTypes({ iss: ['x'], exp: 1e300 })).toEqual({
    passed: false,
    expected: 'iss: text; exp: a number of seconds',
    received: 'iss: ["x"]; exp: 1e+300',
  });
});

test('a claim inherited from a prototype is missing all the same', () => {
  expect(missingClaims({}, ['toString', 'sub'])).toEqual(['toString', 'sub']);
});

test.each([
  [0, '0 s'],
  [59.6, '1 min'],
  [-288, '4 min 48 s'],
  [3600, '1 h'],
  [3605, '1 h'],
  [90_000, '1 day 1 h'],
  [30 * 86_400, '30 days'],
  [Infinity, 'forever'],
])('%d seconds are %s', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});
