import { expect, test } from 'vitest';
import { jsonBody, outcomeOf, rehearse } from '../../../../../tests/rehearsal.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { BASIC, NIGHTLY, payroll, post } from './request.fixture.ts';

test('a client that asks for itself gets a token about itself, and nothing else', async () => {
  const body = jsonBody(await post(rehearse(), NIGHTLY));
  expect(Object.keys(body).toSorted()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
  const claims = decodeCompact(String(body['access_token']))?.claims ?? {};
  expect(claims).toMatchObject({ sub: 'nightly-report', client_id: 'nightly-report', aud: 'https://api.lab.test', scope: 'invoice_read' });
  expect(Object.keys(claims).toSorted()).toEqual(['aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub']);
});

test('without a scope a client gets all that it is registered for; asked for less, it gets less', async () => {
  const cast = rehearse();
  expect(jsonBody(await post(cast, await payroll(cast)))['scope']).toBe('invoice_read invoice_write');
  const narrow = { ...(await payroll(cast, { jti: 'second' })), scope: 'invoice_read' };
  expect(jsonBody(await post(cast, narrow))['scope']).toBe('invoice_read');
});

test('a scope about a user is refused where no user is', async () => {
  const cast = rehearse();
  const response = await post(cast, { ...NIGHTLY, scope: 'openid invoice_read' });
  expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_scope']);
  expect(outcomeOf(cast, 'authorize.scope-allowed')).toBe('failed');
});

test('a client of users may not ask for itself', async () => {
  const cast = rehearse();
  const confidential = await post(cast, { grant_type: 'client_credentials' }, [BASIC]);
  const open = await post(cast, { grant_type: 'client_credentials', client_id: 'ledger-phone' });
  expect([confidential, open].map((response) => [response.status, jsonBody(response)['error']])).toEqual([
    [400, 'unauthorized_client'],
    [400, 'unauthorized_client'],
  ]);
});

test('a refresh token that a careless server gave a machine works, and tells of no user', async () => {
  const cast = rehearse({ off: ['token.no-refresh-for-machines'] });
  const { refresh_token } = jsonBody(await post(cast, NIGHTLY));
  const fields = { grant_type: 'refresh_token', refresh_token: String(refresh_token) };
  const body = jsonBody(await post(cast, { ...NIGHTLY, ...fields }));
  expect(decodeCompact(String(body['access_token']))?.claims).toMatchObject({ sub: 'nightly-report', client_id: 'nightly-report' });
});
