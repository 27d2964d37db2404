import { expect, test } from 'vitest';
import { base64url, utf8 } from '#engine/http/encoding.ts';
import type { Exchange } from '#engine/trace/trace.ts';
import { readJwt } from './jwt-text.ts';
import { tokenLife, tokenRows } from './token-rows.ts';

const part = (value: unknown): string => base64url(utf8(JSON.stringify(value)));
const jwt = (claims: object): string => `${part({ alg: 'Ed25519' })}.${part(claims)}.c2ln`;
const exchange = (number: number, token: string): Exchange => ({
  number,
  from: 'app',
  to: 'gateway',
  request: { method: 'GET', url: 'https://api.lab.test/invoices', headers: [['Authorization', `Bearer ${token}`]], body: '' },
  checks: [],
  at: 0,
  edited: [],
});

test('an edited copy of a token is a token of its own', () => {
  const genuine = jwt({ sub: 'alice' });
  const forged = jwt({ sub: 'carol' });
  const trace = { parties: [], off: [], exchanges: [exchange(1, genuine), exchange(2, forged), exchange(3, genuine)] };
  const rows = tokenRows(trace);
  expect(rows.map((row) => [row.kind, row.messages])).toEqual([
    ['access token', [1, 3]],
    ['access token', [2]],
  ]);
});

test('the life of a token runs from iat to exp', () => {
  const read = readJwt(jwt({ iat: 1000, exp: 1300 }));
  expect(read && tokenLife({ jwt: read }, 1150)).toMatchObject({ passed: 0.5, state: 'alive' });
  expect(read && tokenLife({ jwt: read }, 1300)).toMatchObject({ passed: 1, state: 'over' });
  expect(read && tokenLife({ jwt: read }, 900)).toMatchObject({ passed: 0, state: 'not yet' });
});

test('a token without exp has no life to show', () => {
  const read = readJwt(jwt({ iat: 1000 }));
  expect(read && tokenLife({ jwt: read }, 1150)).toBeUndefined();
});

test('an opaque access token lives as long as the answer that issued it said', () => {
  const body = JSON.stringify({ access_token: 'opaque-token', expires_in: 300, refresh_token: 'opaque-refresh' });
  const issued = {
    ...exchange(1, jwt({})),
    at: 1_000_000,
    response: { status: 200, headers: [['Content-Type', 'application/json']] as const, body },
  };
  const rows = tokenRows({ parties: [], off: [], exchanges: [issued] });
  const [access, refresh] = ['access token', 'refresh token'].map((kind) => rows.find((row) => row.kind === kind && !row.jwt));
  expect(access && tokenLife(access, 1150)).toMatchObject({ passed: 0.5, state: 'alive', until: 1300 });
  expect(refresh && tokenLife(refresh, 1150)).toBeUndefined();
});
