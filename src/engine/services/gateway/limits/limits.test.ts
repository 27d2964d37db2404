import { describe, expect, test } from 'vitest';
import { ask, jsonBody, rehearse } from '../../../../../tests/rehearsal.ts';
import { formatBasic } from '../../../http/basic.ts';
import { header } from '../../../http/message.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { gatewayData } from '../../../world/gateway-data.ts';
import { GATEWAY } from '../../../world/parties.ts';
import { tokenFor } from '../../resource-server/protected-world.fixture.ts';

const [TEAM = '', , FREE = ''] = gatewayData(0).apiKeys.map(({ key }) => key);

function caller(cast = rehearse()): { readonly cast: typeof cast; call(path?: string, key?: string): Promise<HttpResponse> } {
  return { cast, call: (path = '/usage', key = FREE) => ask(cast, { url: GATEWAY + path, headers: [['X-API-Key', key]] }) };
}

describe('an app on a plan', () => {
  test('is told with every answer what is left', async () => {
    const { call } = caller();
    const fields = (response: HttpResponse) => ['ratelimit-policy', 'ratelimit'].map((name) => header(response, name));
    expect(fields(await call('/rates'))).toEqual(['"burst";q=5;w=10, "daily";q=20;w=86400', '"burst";r=4;t=10, "daily";r=19;t=86400']);
    expect(fields(await call('/rates'))[1]).toBe('"burst";r=3;t=10, "daily";r=18;t=86400');
  });

  test('waits as long as it is told, and not a second longer', async () => {
    const { cast, call } = caller();
    for (let index = 0; index < 5; index += 1) await call();
    cast.world.clock.advance(3.5);
    const refused = await call();
    expect([refused.status, header(refused, 'retry-after'), header(refused, 'ratelimit')]).toEqual([429, '7', '"burst";r=0;t=7']);
    expect(jsonBody(refused)).toMatchObject({
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      status: 429,
      'violated-policies': ['burst'],
    });
    cast.world.clock.advance(6);
    expect((await call()).status).toBe(429);
    cast.world.clock.advance(1);
    expect((await call()).status).toBe(200);
  });

  test('uses nothing up by being refused', async () => {
    const { cast, call } = caller();
    for (let index = 0; index < 30; index += 1) await call('/rates');
    cast.world.clock.advance(10);
    expect(header(await call('/rates'), 'ratelimit')).toContain('"daily";r=14;');
  });

  test('whose plan is used up begins anew a day after its first call', async () => {
    const { cast, call } = caller();
    for (let index = 0; index < 20; index += 1) {
      await call('/rates');
      cast.world.clock.advance(2);
    }
    const refused = await call('/rates');
    expect([refused.status, header(refused, 'retry-after'), jsonBody(refused)['violated-policies']]).toEqual([429, '86360', ['daily']]);
    cast.world.clock.advance(86_360);
    expect((await call('/rates')).status).not.toBe(429);
  });

  test('keeps nobody else from calling', async () => {
    const { call } = caller();
    for (let index = 0; index < 6; index += 1) await call();
    expect([(await call()).status, (await call('/usage', TEAM)).status]).toEqual([429, 200]);
  });

  test('keeps no other user of the same client from calling, nor is the one told of the other', async () => {
    const { cast } = caller();
    const as = async (sub: string, path: string): Promise<HttpResponse> => {
      const headers = [['Authorization', `Bearer ${await tokenFor(sub, { scope: 'payment_read' })}`] as const];
      return ask(cast, { url: `${GATEWAY}${path}`, headers });
    };
    for (let index = 0; index < 10; index += 1) await as('alice', '/payments');
    expect([(await as('alice', '/payments')).status, (await as('bob', '/payments')).status]).toEqual([429, 200]);
    expect(jsonBody(await as('bob', '/usage'))).toMatchObject({ caller: 'client ledger for bob', limits: [{ used: 1 }] });
  });

  test('counts by its key where a user’s token comes beside it', async () => {
    const { cast } = caller();
    const headers = [['X-API-Key', FREE] as const, ['Authorization', `Bearer ${await tokenFor('alice')}`] as const];
    const response = await ask(cast, { url: `${GATEWAY}/invoices`, headers });
    expect([response.status, header(response, 'ratelimit')]).toEqual([200, '"burst";r=4;t=10, "daily";r=19;t=86400']);
  });
});

describe('a limit of a route', () => {
  test('counts a user however many keys come beside the token, and no other user of the same app', async () => {
    const { cast } = caller();
    const as = async (sub: string, key?: string): Promise<HttpResponse> => {
      const headers = [['Authorization', `Bearer ${await tokenFor(sub, { scope: 'payment_read' })}`] as const];
      return ask(cast, { url: `${GATEWAY}/payments`, headers: key === undefined ? headers : [...headers, ['X-API-Key', key]] });
    };
    for (let index = 0; index < 5; index += 1) await as('alice');
    for (let index = 0; index < 5; index += 1) await as('alice', TEAM);
    const refused = await as('alice', TEAM);
    expect([refused.status, jsonBody(refused)['violated-policies']]).toEqual([429, ['payments']]);
    expect([(await as('alice')).status, (await as('bob', TEAM)).status]).toEqual([429, 200]);
  });
});

describe('the meter', () => {
  test('shows a caller its own calls, and costs none of the plan', async () => {
    const { call } = caller();
    await call('/rates', TEAM);
    await call('/rates');
    await call();
    expect(jsonBody(await call())).toEqual({
      caller: 'app wall',
      plan: 'free',
      limits: [
        { name: 'burst', quota: 5, window: 10, used: 3, remaining: 2, resets_in: 10 },
        { name: 'daily', quota: 20, window: 86_400, used: 1, remaining: 19, resets_in: 86_400 },
      ],
    });
  });

  test('is empty for a client without a plan, and asks who is calling', async () => {
    const cast = rehearse();
    const headers = [['Authorization', `Bearer ${await tokenFor('alice')}`] as const];
    expect(jsonBody(await ask(cast, { url: `${GATEWAY}/usage`, headers }))).toEqual({ caller: 'client ledger for alice', limits: [] });
    expect((await ask(cast, { url: `${GATEWAY}/usage` })).status).toBe(401);
    const basic = [['Authorization', formatBasic({ user: 'alice', password: 'wonderland' })] as const];
    expect((await ask(cast, { url: `${GATEWAY}/usage`, headers: basic })).status).toBe(401);
  });
});
