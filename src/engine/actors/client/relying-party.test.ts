import { expect, test } from 'vitest';
import { exchange, jsonBody, logIn, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { decodeCompact, signCompact } from '../../protocol/token/jws.ts';
import { ATTACKER_KEY, ID_TOKEN_KEY } from '../../world/keys/keys.ts';
import type { LabKey } from '../../world/keys/keys.ts';
import type { Cast } from '../cast.ts';

test('a login ends with tokens for the app, in seven messages', async () => {
  const cast = rehearse();
  await logIn(cast, cast.app.authorizationRequest());
  const outcome = await cast.app.redeem();
  expect(outcome.refused).toBeUndefined();
  expect(
    cast.world.trace().exchanges.map(({ request, response }) => `${request.method} ${request.url.split('?')[0]} ${response?.status}`),
  ).toEqual([
    'GET https://as.lab.test/authorize 200',
    'POST https://as.lab.test/login 303',
    'GET https://as.lab.test/authorize/resume 200',
    'POST https://as.lab.test/consent 303',
    'GET https://app.lab.test/callback 303',
    'GET https://app.lab.test/ 200',
    'POST https://as.lab.test/token 200',
  ]);
  const failures = cast.world
    .trace()
    .exchanges.flatMap(({ checks }) => checks.filter((record) => record.outcome === 'failed' || record.outcome === 'left-out'));
  expect(failures).toEqual([]);
  expect(outcome.tokens).toMatchObject({ scope: 'openid profile invoice_read' });
  expect(
    exchange(cast)
      .checks.filter(({ party }) => party === 'app')
      .map(({ check, outcome: made }) => `${check} ${made}`),
  ).toEqual([
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

test('two runs of one login are equal', async () => {
  const run = async (): Promise<unknown> => {
    const cast = rehearse();
    await logIn(cast, cast.phone.authorizationRequest());
    await cast.phone.redeem();
    return cast.world.trace();
  };
  expect(await run()).toEqual(await run());
});

async function tampered(
  change: (claims: JsonObject, header: JsonObject) => JsonObject,
  key: LabKey = ID_TOKEN_KEY,
): Promise<{ readonly cast: Cast; readonly refused: string | undefined }> {
  const cast = rehearse({
    async tamper(response, { url }) {
      if (!url.endsWith('/token')) return response;
      const body = jsonBody(response);
      const id = decodeCompact(String(body['id_token']));
      if (!id) return response;
      return { ...response, body: JSON.stringify({ ...body, id_token: await signCompact(id.header, change(id.claims, id.header), key) }) };
    },
  });
  await logIn(cast, cast.app.authorizationRequest());
  return { cast, refused: (await cast.app.redeem()).refused };
}

test.each<[CheckId, (claims: JsonObject) => JsonObject]>([
  ['rp.id-token-issuer', (claims) => ({ ...claims, iss: 'https://evil.lab.test' })],
  ['rp.id-token-audience', (claims) => ({ ...claims, aud: 'ledger-phone' })],
  ['rp.id-token-expiry', (claims) => ({ ...claims, exp: 1 })],
  ['rp.id-token-nonce', (claims) => ({ ...claims, nonce: 'another' })],
  ['rp.id-token-at-hash', (claims) => ({ ...claims, at_hash: 'another' })],
])('%s: the app stops and keeps no token', async (check, change) => {
  const { cast, refused } = await tampered(change);
  expect(refused).toBe(check);
  expect(cast.app.tokens.accessToken).toBeUndefined();
  expect(outcomeOf(cast, check)).toBe('failed');
});

test('rp.id-token-signature: an ID token signed by somebody else is refused', async () => {
  const { refused } = await tampered((claims) => claims, ATTACKER_KEY);
  expect(refused).toBe('rp.id-token-signature');
});

test('rp.userinfo-subject: an answer about somebody else is refused', async () => {
  const cast = rehearse({ tamper: (response, { url }) => (url.endsWith('/userinfo') ? { ...response, body: '{"sub":"bob"}' } : response) });
  await logIn(cast, cast.app.authorizationRequest());
  await cast.app.redeem();
  expect((await cast.app.userInfo()).refused).toBe('rp.userinfo-subject');
});

test('rp.metadata-issuer: metadata of another issuer is refused', async () => {
  const honest = rehearse();
  expect((await honest.app.discover()).refused).toBeUndefined();
  expect(outcomeOf(honest, 'rp.metadata-issuer')).toBe('passed');
  const cast = rehearse({ tamper: (response) => ({ ...response, body: '{"issuer":"https://evil.lab.test"}' }) });
  expect((await cast.app.discover()).refused).toBe('rp.metadata-issuer');
});

test('a refresh keeps the new refresh token, and a refusal is told by its error', async () => {
  const cast = rehearse();
  const before = cast.app.tokens.refreshToken;
  expect((await cast.app.refresh({ scope: 'invoice_read' })).tokens?.scope).toBe('invoice_read');
  expect(cast.app.tokens.refreshToken).not.toBe(before);
  expect((await cast.app.refresh({ refreshToken: 'stale' })).refused).toBe('invalid_grant');
  expect(await cast.phone.refresh()).toEqual({ refused: 'no refresh token' });
});

test('a code without a login is not redeemed', async () => {
  expect(await rehearse().app.redeem()).toEqual({ refused: 'no code' });
});

test('a refresh that brings an ID token about another user changes nothing', async () => {
  const cast = rehearse({
    async tamper(response, { body }) {
      if (!body.includes('grant_type=refresh_token')) return response;
      const tokens = jsonBody(response);
      const { header, claims } = decodeCompact(String(tokens['id_token'])) ?? { header: {}, claims: {} };
      return {
        ...response,
        body: JSON.stringify({ ...tokens, id_token: await signCompact(header, { ...claims, sub: 'bob' }, ID_TOKEN_KEY) }),
      };
    },
  });
  await logIn(cast, cast.app.authorizationRequest());
  await cast.app.redeem();
  const before = cast.app.tokens;
  expect((await cast.app.refresh()).refused).toBe('rp.id-token-nonce');
  expect([cast.app.tokens, cast.world.logins.app.session?.sub]).toEqual([before, 'alice']);
});

test.each(['mac', undefined])('a token of the type %j is none that the app knows how to send', async (token_type) => {
  const cast = rehearse({
    tamper: (response, { url }) =>
      url.endsWith('/token') ? { ...response, body: JSON.stringify({ ...jsonBody(response), token_type }) } : response,
  });
  await logIn(cast, cast.app.authorizationRequest());
  expect((await cast.app.redeem()).refused).toBe('token_type');
  expect(cast.app.tokens.accessToken).toBeUndefined();
});
