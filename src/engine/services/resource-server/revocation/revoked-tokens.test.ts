import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRevokedTokens } from './revoked-tokens.ts';
import { takeBackClient, takeBackToken } from './take-back.ts';

const CLAIMS = { jti: 'one', client_id: 'ledger', iat: 100 };

test('a token is on the list until nobody can take it any more, and then makes room', () => {
  const revoked = createRevokedTokens();
  takeBackToken(revoked, { jti: 'one', exp: 1 }, 0);
  expect([revoked.has({ jti: 'one' }), revoked.has({ jti: 'two' }), revoked.has({}), revoked.has(undefined)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  takeBackToken(revoked, { jti: 'two', exp: 5 }, 60_999);
  expect(revoked.has({ jti: 'one' })).toBe(true);
  takeBackToken(revoked, { jti: 'three', exp: 5 }, 61_000);
  expect([revoked.has({ jti: 'one' }), revoked.has({ jti: 'two' })]).toEqual([false, true]);
});

test('all of a client is what was issued to it up to that moment, and of no other', () => {
  const revoked = createRevokedTokens();
  takeBackClient(revoked, { client_id: 'ledger', iat: 100, exp: 400 }, 100_000);
  expect(revoked.has(CLAIMS)).toBe(true);
  expect(revoked.has({ ...CLAIMS, iat: undefined })).toBe(true);
  expect(revoked.has({ ...CLAIMS, iat: 101 })).toBe(false);
  expect(revoked.has({ ...CLAIMS, client_id: 'dashboard' })).toBe(false);
  takeBackClient(revoked, { client_id: 'ledger', iat: 90, exp: 390 }, 100_000);
  expect(revoked.has(CLAIMS)).toBe(true);
});

test('beyond its bound a flood of one client takes back what that client has, and nothing of others', () => {
  const revoked = createRevokedTokens();
  takeBackToken(revoked, { jti: 'of another', exp: 400, client_id: 'dashboard' }, 100_000);
  for (let count = 0; count <= 2000; count += 1) takeBackToken(revoked, { jti: `t${count}`, exp: 400, client_id: 'ledger' }, 100_000);
  expect(revoked.has({ jti: 't0', client_id: 'ledger', iat: 100 })).toBe(true);
  expect(revoked.has({ jti: 'of another', client_id: 'dashboard', iat: 100 })).toBe(true);
  expect(revoked.has({ jti: 'live', client_id: 'dashboard', iat: 100 })).toBe(false);
  expect(revoked.has({ jti: 'later', client_id: 'ledger', iat: 101 })).toBe(false);
});

test('however many of whomever are taken back: none of them lives before it has ended', () => {
  const owner = fc.nat(600);
  fc.assert(
    fc.property(fc.array(owner, { maxLength: 20 }), fc.nat(700), (owners, clients) => {
      const revoked = createRevokedTokens();
      const tokens = Array.from({ length: 2100 }, (_, at) => ({
        jti: `t${at}`,
        client_id: String(owners[at % 23] ?? at % 7),
        iat: 50,
        exp: 400,
      }));
      const all = Array.from({ length: clients }, (_, at) => ({ client_id: `c${at}`, iat: 100, exp: 400 }));
      for (const one of tokens) takeBackToken(revoked, one, 100_000);
      for (const client of all) takeBackClient(revoked, client, 100_000);
      expect(tokens.filter((one) => !revoked.has(one))).toEqual([]);
      expect(all.filter(({ client_id }) => !revoked.has({ jti: 'x', client_id, iat: 100 }))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
