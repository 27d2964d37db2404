import { expect, test } from 'vitest';
import { ask, form, jsonBody, rehearse } from '../../../../../tests/rehearsal.ts';
import { introspect, REVOKE, revoke } from '../../every-check/authorization-server/introspection.fixture.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { BASIC, codeFields, DASHBOARD, dashboardTokens, NIGHTLY, post, REFRESH, userinfo } from '../token/request.fixture.ts';
import type { Company } from '../token/request.fixture.ts';

test('a revoked refresh token gives nothing any more, and ends the access tokens of its login', async () => {
  const cast = rehearse();
  const first = jsonBody(await post(cast, REFRESH, [BASIC]));
  const second = jsonBody(await post(cast, { ...REFRESH, refresh_token: String(first['refresh_token']) }, [BASIC]));
  expect(await revoke(cast, second['refresh_token'])).toMatchObject({ status: 200, body: '' });
  expect(jsonBody(await post(cast, { ...REFRESH, refresh_token: String(second['refresh_token']) }, [BASIC]))['error']).toBe(
    'invalid_grant',
  );
  for (const { access_token } of [first, second]) expect((await introspect(cast, access_token)).body).toBe('{"active":false}');
});

test('an older refresh token of the same login revokes it as well', async () => {
  const cast = rehearse();
  const first = jsonBody(await post(cast, REFRESH, [BASIC]));
  await revoke(cast, REFRESH.refresh_token);
  expect((await introspect(cast, first['access_token'])).body).toBe('{"active":false}');
});

test('a revoked access token leaves the login as it was', async () => {
  const cast = rehearse();
  const { access_token, refresh_token } = await dashboardTokens(cast);
  await revoke(cast, access_token, [DASHBOARD]);
  expect((await introspect(cast, access_token)).body).toBe('{"active":false}');
  const fields = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
  expect((await post(cast, fields, [DASHBOARD])).status).toBe(200);
});

test('a readable token of which nothing was kept can be revoked all the same', async () => {
  const cast = rehearse();
  const token = await tokenFor('alice');
  await revoke(cast, token);
  expect((await introspect(cast, token)).body).toBe('{"active":false}');
});

/** More tokens for a machine than are remembered one by one. */
async function flood(cast: Company): Promise<void> {
  for (let count = 0; count <= 2000; count += 1) await post(cast, NIGHTLY);
  cast.world.clock.advance(1);
}

test('a revoked token stays revoked, however many are issued after it', async () => {
  const cast = rehearse();
  const { access_token } = jsonBody(await post(cast, REFRESH, [BASIC]));
  await revoke(cast, access_token);
  await flood(cast);
  expect((await introspect(cast, access_token)).body).toBe('{"active":false}');
  expect((await userinfo(cast, String(access_token))).status).toBe(401);
});

test('a grant that ends takes tokens with it of which nothing is remembered any more, here and at the gateway', async () => {
  const cast = rehearse();
  const first = jsonBody(await post(cast, REFRESH, [BASIC]));
  const call = async (token: unknown): Promise<number> =>
    (await ask(cast, { url: 'https://api.lab.test/me', headers: [['Authorization', `Bearer ${String(token)}`]] }, 'app')).status;
  await flood(cast);
  expect([(await introspect(cast, first['access_token'])).body.includes('true'), await call(first['access_token'])]).toEqual([true, 200]);
  await revoke(cast, first['refresh_token']);
  expect([(await introspect(cast, first['access_token'])).body, await call(first['access_token'])]).toEqual(['{"active":false}', 401]);
  cast.world.clock.advance(1);
  expect(await call(jsonBody(await post(cast, NIGHTLY))['access_token'])).toBe(200);
});

test.each(['x', 'a.b.c', '1042', '\u0000'])('the token %j is as good as revoked', async (token) => {
  expect(await revoke(rehearse(), token)).toMatchObject({ status: 200, body: '' });
});

test('an expired token is as good as revoked, to every client', async () => {
  const cast = rehearse();
  expect((await revoke(cast, await tokenFor('alice', { exp: 1 }), [DASHBOARD])).status).toBe(200);
});

test('a hint is no more than a hint, even one that nobody knows', async () => {
  const cast = rehearse();
  for (const token_type_hint of ['access_token', 'saml2_token']) {
    const { refresh_token } = jsonBody(await post(cast, await codeFields(cast)));
    const fields = { token: String(refresh_token), token_type_hint, client_id: 'ledger-phone' };
    expect((await ask(cast, form(REVOKE, fields))).status).toBe(200);
    const refresh = { grant_type: 'refresh_token', client_id: 'ledger-phone', refresh_token: String(refresh_token) };
    expect(jsonBody(await post(cast, refresh))['error']).toBe('invalid_grant');
  }
});

test('a stranger learns that the token is not its own, and changes nothing', async () => {
  const cast = rehearse();
  expect(jsonBody(await revoke(cast, REFRESH.refresh_token, [DASHBOARD]))['error']).toBe('invalid_grant');
  expect((await post(cast, REFRESH, [BASIC])).status).toBe(200);
});

test('a request without a token, and one without a client, are errors', async () => {
  const cast = rehearse();
  const responses = [await ask(cast, form(REVOKE, {}, [BASIC])), await ask(cast, form(REVOKE, { token: 'x' }))];
  expect(responses.map((response) => [response.status, jsonBody(response)['error']])).toEqual([
    [400, 'invalid_request'],
    [401, 'invalid_client'],
  ]);
});
