import { expect, test } from 'vitest';
import { ask, jsonBody, rehearse } from '../../../../../tests/rehearsal.ts';
import { BASIC, codeFields, post, REFRESH } from '../../authorization-server/token/request.fixture.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { revoke, sendNotice } from '../../every-check/authorization-server/introspection.fixture.ts';
import { tokenFor } from '../protected-world.fixture.ts';

const GATEWAY = 'https://api.lab.test';

const read = async (cast: Company, token: unknown, origin = GATEWAY): Promise<number> =>
  (await ask(cast, { url: `${origin}/invoices`, headers: [['Authorization', `Bearer ${String(token)}`]] }, 'app')).status;

function notices({ world }: Company): (readonly [string, number | undefined])[] {
  return world
    .trace()
    .exchanges.filter(({ request }) => request.url.endsWith('/revoked-tokens'))
    .map(({ to, response }) => [to, response?.status]);
}

test('a revoked token is refused at the gateway and behind it, because the issuer has told both', async () => {
  const cast = rehearse();
  const { access_token } = jsonBody(await post(cast, REFRESH, [BASIC]));
  expect(await read(cast, access_token)).toBe(200);
  await revoke(cast, access_token);
  expect(notices(cast)).toEqual([
    ['gateway', 202],
    ['invoices', 202],
  ]);
  expect(await read(cast, access_token)).toBe(401);
  expect(await read(cast, access_token, 'https://invoices.internal.lab.test')).toBe(401);
});

test('what a replayed code gave is refused by the APIs as well', async () => {
  const cast = rehearse();
  const fields = await codeFields(cast);
  const { access_token } = jsonBody(await post(cast, fields));
  expect(await read(cast, access_token)).toBe(200);
  await post(cast, fields);
  expect(await read(cast, access_token)).toBe(401);
});

test('a token that is revoked twice is told of once, and one that is not known is not told of', async () => {
  const cast = rehearse();
  const { access_token } = jsonBody(await post(cast, REFRESH, [BASIC]));
  await revoke(cast, access_token);
  await revoke(cast, access_token);
  await revoke(cast, 'unknown');
  expect(notices(cast)).toHaveLength(2);
});

test('a notice of a stranger changes nothing', async () => {
  const cast = rehearse();
  const token = await tokenFor('alice');
  expect((await sendNotice(cast, GATEWAY, { claims: { iss: 'https://evil.lab.test' } })).status).toBe(400);
  expect(await read(cast, token)).toBe(200);
  expect((await sendNotice(cast, GATEWAY)).status).toBe(202);
  expect(await read(cast, token)).toBe(401);
});

test('a notice without tokens, or with something else in their place, is taken and changes nothing', async () => {
  const cast = rehearse();
  for (const events of [undefined, 1, {}, { 'https://as.lab.test/events/tokens-revoked': { tokens: [1, { jti: 2, exp: 'x' }, null] } }])
    expect((await sendNotice(cast, GATEWAY, { claims: { events } })).status).toBe(202);
  expect(await read(cast, await tokenFor('alice'))).toBe(200);
});

test.each(['', 'a.b.c', '{}', 'e30.e30.'])('the bytes %j are no notice', async (body) => {
  const response = await ask(rehearse(), { method: 'POST', url: `${GATEWAY}/revoked-tokens`, body });
  expect([response.status, jsonBody(response)['status']]).toEqual([400, 400]);
});
