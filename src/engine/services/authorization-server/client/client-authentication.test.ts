import { expect, test } from 'vitest';
import { jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { formatClientBasic } from '../../../http/basic.ts';
import { header } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { BASIC, NIGHTLY, payroll, post, REFRESH } from '../token/request.fixture.ts';
import type { Company } from '../token/request.fixture.ts';

const wrongFor = (user: string): Header => ['Authorization', formatClientBasic({ user, password: 'guess' })];

async function guess(cast: Company, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await post(cast, REFRESH, [wrongFor('ledger')]);
}

test('a throttled client is told how long to wait, and may go on when that time is over', async () => {
  const cast = rehearse();
  await guess(cast, 5);
  cast.world.clock.advance(20);
  await guess(cast, 5);
  const refused = await post(cast, REFRESH, [BASIC]);
  expect([refused.status, header(refused, 'retry-after'), header(refused, 'cache-control')]).toEqual([429, '40', 'no-store']);
  cast.world.clock.advance(39);
  expect((await post(cast, REFRESH, [BASIC])).status).toBe(429);
  cast.world.clock.advance(1);
  expect((await post(cast, REFRESH, [BASIC])).status).toBe(200);
});

test('while a client is throttled, a right and a wrong secret get the same answer', async () => {
  const cast = rehearse();
  await guess(cast, 10);
  expect(await post(cast, REFRESH, [BASIC])).toEqual(await post(cast, REFRESH, [wrongFor('ledger')]));
});

test('a right secret in between takes nothing off the count', async () => {
  const cast = rehearse();
  await guess(cast, 9);
  const { refresh_token } = jsonBody(await post(cast, REFRESH, [BASIC]));
  await guess(cast, 1);
  expect((await post(cast, { ...REFRESH, refresh_token: String(refresh_token) }, [BASIC])).status).toBe(429);
});

test('what is refused for its number is not counted, so nobody keeps a client out for longer', async () => {
  const cast = rehearse();
  await guess(cast, 10);
  cast.world.clock.advance(50);
  await guess(cast, 10);
  cast.world.clock.advance(10);
  expect((await post(cast, REFRESH, [BASIC])).status).toBe(200);
});

test('wrong secrets for one client are no matter of another', async () => {
  const cast = rehearse();
  await guess(cast, 10);
  expect((await post(cast, NIGHTLY)).status).toBe(200);
});

test('nobody locks out a client that has another method, by any kind of secret', async () => {
  const cast = rehearse();
  for (let time = 0; time < 12; time += 1) {
    expect((await post(cast, { ...NIGHTLY, client_id: 'payroll-import' })).status).toBe(401);
    expect((await post(cast, { grant_type: 'client_credentials' }, [wrongFor('nightly-report')])).status).toBe(401);
  }
  expect((await post(cast, await payroll(cast))).status).toBe(200);
  expect((await post(cast, NIGHTLY)).status).toBe(200);
});

test('a client that is not known is refused in the same words as one with a wrong secret', async () => {
  const cast = rehearse();
  const [unknown, wrong] = [await post(cast, REFRESH, [wrongFor('nobody')]), await post(cast, REFRESH, [wrongFor('ledger')])];
  expect(unknown).toEqual(wrong);
});

test('an assertion names its client by itself', async () => {
  const cast = rehearse();
  const { client_id: _, ...fields } = await payroll(cast);
  const body = jsonBody(await post(cast, fields));
  expect(decodeCompact(String(body['access_token']))?.claims).toMatchObject({ sub: 'payroll-import', client_id: 'payroll-import' });
});

test('a client_id that the assertion does not name is refused', async () => {
  const cast = rehearse();
  expect((await post(cast, { ...(await payroll(cast)), client_id: 'ledger' })).status).toBe(401);
  expect(outcomeOf(cast, 'client.assertion-subject')).toBe('failed');
});

test('an assertion that is not said to be a JWT is no known method', async () => {
  const cast = rehearse();
  const fields = { ...(await payroll(cast)), client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' };
  const response = await post(cast, fields);
  expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_client']);
  expect(outcomeOf(cast, 'client.method-registered')).toBe('failed');
});

test('a secret beside an assertion is one method too many', async () => {
  const cast = rehearse();
  const response = await post(cast, { ...(await payroll(cast)), client_secret: 'x' });
  expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_request']);
});

test('of two copies of an assertion at once, one is taken', async () => {
  const cast = rehearse();
  const fields = await payroll(cast);
  const answers = await Promise.all([post(cast, fields), post(cast, fields)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401]);
});

test('an assertion that was refused does not use up its id', async () => {
  const cast = rehearse();
  const good = await payroll(cast);
  const forged = await payroll(cast, { aud: 'https://evil.lab.test' });
  expect((await post(cast, forged)).status).toBe(401);
  expect((await post(cast, good)).status).toBe(200);
  expect((await post(cast, good)).status).toBe(401);
});

test('an id is remembered for as long as its assertion could be used, and no longer', async () => {
  const cast = rehearse();
  const first = await payroll(cast);
  expect((await post(cast, first)).status).toBe(200);
  cast.world.clock.advance(89);
  expect((await post(cast, await payroll(cast))).status).toBe(401);
  expect(outcomeOf(cast, 'client.assertion-once')).toBe('failed');
  cast.world.clock.advance(1);
  expect((await post(cast, await payroll(cast))).status).toBe(200);
});

test('a client that sends more assertions than are remembered is refused, rather than one being forgotten', async () => {
  const cast = rehearse();
  const first = await payroll(cast);
  expect((await post(cast, first)).status).toBe(200);
  for (let count = 1; count < 500; count += 1) await post(cast, await payroll(cast, { jti: `assertion-${count + 1}` }));
  expect(outcomeOf(cast, 'client.assertion-once')).toBe('passed');
  expect((await post(cast, await payroll(cast, { jti: 'one-more' }))).status).toBe(401);
  expect((await post(cast, first)).status).toBe(401);
});

test.each(['not a jwt', 'a.b.c', 'e30.e30.', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJwYXlyb2xsLWltcG9ydCJ9.'])(
  'the assertion %s is refused without an exception',
  async (client_assertion) => {
    const cast = rehearse();
    const response = await post(cast, { ...(await payroll(cast)), client_assertion });
    expect([response.status, jsonBody(response)['error']]).toEqual([401, 'invalid_client']);
  },
);
