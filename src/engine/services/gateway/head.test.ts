import { describe, expect, test } from 'vitest';
import { ask, exchange, rehearse } from '../../../../tests/rehearsal.ts';
import { header } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import { GATEWAY, INVOICES, PARTNER, PAYMENTS } from '../../world/parties.ts';
import { tokenFor } from '../resource-server/protected-world.fixture.ts';

const bearer = async (claims = {}): Promise<Header> => ['Authorization', `Bearer ${await tokenFor('alice', claims)}`];

describe('HEAD, which is GET without the content', () => {
  test('passes the gateway, reaches the API as HEAD, and both answer as they do to GET', async () => {
    const [cast, headers] = [rehearse(), [await bearer()]];
    const got = await ask(cast, { url: `${GATEWAY}/invoices`, headers });
    const asked = await ask(cast, { method: 'HEAD', url: `${GATEWAY}/invoices`, headers });
    expect([asked.status, asked.headers, asked.body]).toEqual([200, got.headers, '']);
    expect(exchange(cast).request).toMatchObject({ method: 'HEAD', url: `${INVOICES}/invoices` });
  });

  test('is judged by every rule that GET is', async () => {
    const statuses: number[] = [];
    const headers = [await bearer({ scope: 'openid' })];
    for (const url of [`${GATEWAY}/invoices`, `${INVOICES}/invoices`])
      for (const sent of [[], headers]) statuses.push((await ask(rehearse(), { method: 'HEAD', url, headers: sent })).status);
    expect(statuses).toEqual([401, 403, 401, 403]);
    const foreign = await ask(rehearse(), { method: 'HEAD', url: `${GATEWAY}/invoices/inv-2001`, headers: [await bearer()] });
    expect(foreign.status).toBe(404);
  });

  test('is answered by the other APIs, and by what the gateway says of itself', async () => {
    const own: Header[] = [await bearer({ aud: PAYMENTS, scope: 'payment_read' })];
    expect((await ask(rehearse(), { method: 'HEAD', url: `${PAYMENTS}/payments`, headers: own })).status).toBe(200);
    expect((await ask(rehearse(), { method: 'HEAD', url: `${PARTNER}/rates`, headers: own })).status).toBe(200);
    expect((await ask(rehearse(), { method: 'HEAD', url: `${GATEWAY}/.well-known/oauth-protected-resource` })).status).toBe(200);
  });

  test('is not what a route for POST answers', async () => {
    const response = await ask(rehearse(), { method: 'HEAD', url: `${GATEWAY}/invoices/inv-1001/approve`, headers: [await bearer()] });
    expect([response.status, header(response, 'allow')]).toEqual([405, 'POST']);
  });
});
