import { expect, test } from 'vitest';
import { exchange, logIn, outcomeOf, rehearse } from '../../../tests/rehearsal.ts';

test('a login ends with tokens for the app, in six messages', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const outcome = await cast.app.redeem();
  expect(outcome.refused).toBeUndefined();
  expect(cast.world.trace().exchanges.map(({ request, response }) => `${request.method} ${request.url.split('?')[0]} ${response?.status}`)).toEqual([
    'GET https://as.lab.test/authorize 200',
    'POST https://as.lab.test/login 303',
    'GET https://as.lab.test/authorize/resume 200',
    'POST https://as.lab.test/consent 303',
    'GET https://app.lab.test/callback 303',
    'GET https://app.lab.test/ 200',
    'POST https://as.lab.test/token 200',
  ]);
  const failures = cast.world.trace().exchanges.flatMap(({ checks }) => checks.filter((record) => record.outcome === 'failed' || record.outcome === 'left-out'));
  expect(failures).toEqual([]);
  expect(outcome.tokens).toMatchObject({ scope: 'openid profile invoice_read' });
  expect(exchange(cast).checks.filter(({ party }) => party === 'app').map(({ check, outcome: made }) => `${check} ${made}`)).toEqual([
    'rp.id-token-signature passed',
    'rp.id-token-issuer passed',
    'rp.id-token-audience passed',
    'rp.id-token-expiry passed',
    'rp.id-token-nonce passed',
    'rp.id-token-at-hash passed',
  ]);
  const info = await cast.app.userInfo();
  expect(info.claims).toEqual({ sub: 'alice', name: 'Alice Archer', preferred_username: 'alice' });
  expect(outcomeOf(cast, 'rp.userinfo-subject')).toBe('passed');
  expect((await cast.app.get(`${cast.gateway}/invoices`)).status).toBe(200);
  expect((await cast.app.post(`${cast.gateway}/invoices`, { customer: 'C-1', amount: 10 })).status).toBe(403);
});

test('the same seed gives the same run', async () => {
  const run = async (): Promise<unknown> => {
    const cast = rehearse({ seed: 7 });
    await logIn(cast, cast.phone.authorizationRequest());
    await cast.phone.redeem();
    return cast.world.trace();
  };
  expect(await run()).toEqual(await run());
});
