import { describe, expect, test } from 'vitest';
import { ask, exchange, jsonBody, rehearse } from '../../../../../tests/rehearsal.ts';
import { header, headerValues } from '../../../http/message.ts';
import type { Header } from '../../../http/message.ts';
import { ACR } from '../../../protocol/authentication/acr.ts';
import { LAB_START } from '../../../world/clock.ts';
import { gatewayData } from '../../../world/gateway-data.ts';
import { GATEWAY, PARTNER, PARTNER_KEYS, PAYMENTS } from '../../../world/parties.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';

const [KEY = ''] = gatewayData(LAB_START).apiKeys.map(({ key }) => key);

describe('a party outside the trust zone', () => {
  test.each([
    [
      'a token',
      async (): Promise<Header[]> => [
        ['Authorization', `Bearer ${await tokenFor('alice')}`],
        ['DPoP', 'a.b.c'],
      ],
    ],
    ['an API key', (): Promise<Header[]> => Promise.resolve([['X-API-Key', KEY]])],
  ])('learns nothing that opens a door here from a caller with %s', async (_what, credentials) => {
    const [cast, headers] = [rehearse(), await credentials()];
    expect((await ask(cast, { url: `${GATEWAY}/rates`, headers })).status).toBe(200);
    const { request } = exchange(cast);
    expect([request.url, headerValues(request, 'authorization')]).toEqual([`${PARTNER}/rates`, [`Bearer ${PARTNER_KEYS.gateway}`]]);
    for (const [, secret] of headers) expect(JSON.stringify(request)).not.toContain(secret.split(' ').at(-1));
  });
});

describe('a payment through the gateway', () => {
  const twoFactors = { scope: 'payment_read payment_write', acr: ACR.twoFactors, auth_time: LAB_START / 1000 };
  const sum = JSON.stringify({ creditor: 'C-204', amount: 95 });

  test('is found where the answer says, under the name that callers know, and can be confirmed there', async () => {
    const cast = rehearse();
    const headers: Header[] = [['Authorization', `Bearer ${await tokenFor('alice', twoFactors)}`]];
    const asked = await ask(cast, {
      method: 'POST',
      url: `${GATEWAY}/payments`,
      headers: [...headers, ['Idempotency-Key', 'one']],
      body: sum,
    });
    const place = header(asked, 'location') ?? '';
    expect([asked.status, place]).toEqual([201, `${GATEWAY}/payments/${String(jsonBody(asked)['id'])}`]);
    expect(JSON.stringify(asked)).not.toContain(PAYMENTS);
    expect(jsonBody(await ask(cast, { url: place, headers }))).toMatchObject({ status: 'requested', owner: 'alice' });
    const paid = await ask(cast, { method: 'POST', url: `${place}/confirm`, headers, body: sum });
    expect([paid.status, jsonBody(paid)['status']]).toEqual([200, 'paid']);
  });

  test('is not confirmed after a login with a password alone, nor by a login that is yet to come', async () => {
    const statuses: number[] = [];
    for (const claims of [
      { ...twoFactors, acr: ACR.password },
      { ...twoFactors, auth_time: LAB_START / 1000 + 31 },
    ]) {
      const headers: Header[] = [['Authorization', `Bearer ${await tokenFor('alice', claims)}`]];
      statuses.push((await ask(rehearse(), { method: 'POST', url: `${GATEWAY}/payments/pay-1/confirm`, headers, body: sum })).status);
    }
    expect(statuses).toEqual([401, 401]);
  });
});
