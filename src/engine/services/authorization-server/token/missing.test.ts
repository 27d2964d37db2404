import { expect, test } from 'vitest';
import { createLandscape } from '../../../world/landscape.ts';
import { verdictOf } from '../../../trace/verdict.ts';

const BASIC = `Basic ${btoa('ledger:ledger-secret-7f3a9c51e8b24d06')}`;

test.each([
  ['', 'the request names no grant_type'],
  ['grant_type=magic', 'it does not know that grant'],
  ['grant_type=authorization_code', 'the code is missing'],
  ['grant_type=authorization_code&code=never', 'it never issued that code'],
  ['grant_type=refresh_token', 'the refresh token is missing'],
  ['grant_type=refresh_token&refresh_token=never', 'it never issued that refresh token'],
])('the token endpoint says of "%s": %s', async (body, reason) => {
  const world = createLandscape();
  const headers = [
    ['Authorization', BASIC],
    ['Content-Type', 'application/x-www-form-urlencoded'],
  ] as const;
  await world.deliver({ method: 'POST', url: 'https://as.lab.test/token', headers, body }, { from: 'app' });
  const trace = world.trace();
  const [exchange] = trace.exchanges;
  expect(exchange && verdictOf(exchange, trace).sentence).toBe(`Authorization server refused: ${reason}`);
});
