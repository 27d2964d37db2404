import { describe, expect, test } from 'vitest';
import { ask, exchange, jsonBody, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import type { HttpResponse } from '../../http/message.ts';
import { header } from '../../http/message.ts';
import type { Header } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { LAB_START } from '../../world/clock.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { tokenFor } from '../resource-server/protected-world.fixture.ts';

const PAYMENTS = 'https://payments.internal.lab.test';
const SUM = { creditor: 'C-117', amount: 340.5 };

interface Sent {
  readonly sub?: string;
  readonly claims?: JsonObject;
  readonly method?: string;
  readonly path?: string;
  readonly body?: object | string | undefined;
  readonly key?: string | undefined;
}

async function send(
  cast: Company,
  { sub = 'alice', claims = {}, method = 'POST', path = '/payments', body = SUM, key = 'key-1' }: Sent = {},
): Promise<HttpResponse> {
  const token = await tokenFor(sub, { aud: PAYMENTS, scope: 'payment_read payment_write', ...claims });
  return ask(cast, {
    method,
    url: PAYMENTS + path,
    headers: [['Authorization', `Bearer ${token}`], ...(key === '' ? [] : [['Idempotency-Key', key] as const])],
    body: method === 'GET' ? '' : typeof body === 'string' ? body : JSON.stringify(body),
  });
}

const read = (cast: Company, path: string, more: Sent = {}): Promise<HttpResponse> => send(cast, { method: 'GET', path, ...more });

describe('a payment', () => {
  test('is asked for, then confirmed, and nothing else makes it paid', async () => {
    const cast = rehearse();
    const asked = await send(cast);
    const { id } = jsonBody(asked);
    expect([asked.status, header(asked, 'location'), header(asked, 'cache-control')]).toEqual([
      201,
      `${PAYMENTS}/payments/${String(id)}`,
      'no-store',
    ]);
    expect(jsonBody(await read(cast, `/payments/${String(id)}`))).toMatchObject({ ...SUM, status: 'requested', owner: 'alice' });
    expect(jsonBody(await send(cast, { path: `/payments/${String(id)}/confirm` }))).toMatchObject({ id, status: 'paid' });
  });

  test('and the key it came by are remembered whatever others ask for', async () => {
    const cast = rehearse();
    const { id } = jsonBody(await send(cast));
    for (let index = 0; index < 110; index += 1)
      await send(cast, { sub: 'bob', key: `flood-${index}`, body: { creditor: 'C-204', amount: 1 } });
    expect((await send(cast)).status).toBe(409);
    expect((await read(cast, `/payments/${String(id)}`)).status).toBe(200);
    const { payments: listed, next } = jsonBody(await read(cast, '/payments'));
    expect(listed).toHaveLength(100);
    expect(jsonBody(await read(cast, String(next)))['payments']).toHaveLength(1);
  });

  test('is listed page by page, at this API and through the gateway, until there is none', async () => {
    const cast = rehearse();
    const asked: unknown[] = [];
    for (const key of ['a', 'b', 'c']) asked.push(jsonBody(await send(cast, { key }))['id']);
    const ids = (body: JsonObject): unknown[] => (body['payments'] as { readonly id: string }[]).map(({ id }) => id);
    const first = jsonBody(await read(cast, '/payments?limit=2'));
    expect([ids(first), first['next']]).toEqual([asked.slice(0, 2), `/payments?limit=2&after=${String(asked[1])}`]);
    const second = jsonBody(await read(cast, String(first['next'])));
    expect([ids(second), second['next']]).toEqual([asked.slice(2), undefined]);
    expect(jsonBody(await read(cast, '/payments?limit=2&after=pay-2001'))).toEqual({ payments: [] });
    const authorization: Header = ['Authorization', `Bearer ${await tokenFor('alice', { scope: 'payment_read' })}`];
    const outside = await ask(cast, { url: `${cast.gateway}${String(first['next'])}`, headers: [authorization] });
    expect(ids(jsonBody(outside))).toEqual(asked.slice(2));
  });

  test.each(['0', '-1', '1.5', 'NaN', '101', '', '9'.repeat(20)])('is not listed by pages of %s', async (limit) => {
    const response = await read(rehearse(), `/payments?limit=${limit}`);
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_request']);
  });

  test('is shown without what the policy shows nobody, at every step', async () => {
    const cast = rehearse();
    const asked = jsonBody(await send(cast));
    const path = `/payments/${String(asked['id'])}`;
    const all = [asked, jsonBody(await read(cast, path)), jsonBody(await send(cast, { path: `${path}/confirm` }))];
    const names = ['id', 'creditor', 'amount', 'reference', 'status', 'owner', 'department', 'tenant', 'actors'];
    for (const payment of all) expect(Object.keys(payment)).toEqual(names);
  });

  test('may be asked for again by a key that is a day old', async () => {
    const cast = rehearse();
    await send(cast);
    cast.world.clock.advance(86_400);
    const exp = LAB_START / 1000 + 90_000;
    expect((await send(cast, { claims: { exp } })).status).toBe(201);
  });

  test('is seen by its owner and by Finance of the same tenant, by nobody else', async () => {
    const cast = rehearse();
    const { id } = jsonBody(await send(cast, { sub: 'bob', body: { creditor: 'C-204', amount: 20 } }));
    const statuses: number[] = [];
    for (const sub of ['bob', 'alice', 'carol']) statuses.push((await read(cast, `/payments/${String(id)}`, { sub })).status);
    expect(statuses).toEqual([200, 200, 404]);
    expect((await read(cast, '/payments/pay-9', { sub: 'carol' })).body).toContain('There is no such payment.');
    expect(jsonBody(await read(cast, '/payments', { sub: 'carol' }))['payments']).toEqual([expect.objectContaining({ id: 'pay-2001' })]);
  });

  test.each([
    ['bob', 200, {}, 201],
    ['bob', 201, {}, 403],
    ['bob', 500, { act: { sub: 'invoices-api' } }, 201],
    ['bob', 501, { act: { sub: 'invoices-api' } }, 403],
    ['bob', 500, { act: { sub: 'gateway' } }, 403],
    ['alice', 2_000, {}, 201],
    ['alice', 2_001, {}, 403],
    ['alice', 10_000, { act: { sub: 'invoices-api', act: { sub: 'gateway' } } }, 201],
    ['carol', 50_000, {}, 201],
    ['carol', 50_001, {}, 403],
    ['alice', 10, { department: 'Kitchen' }, 403],
    ['alice', 10, { department: undefined }, 403],
  ])('of %s over %d with %o answers %i: department, amount and actor decide', async (sub, amount, claims, status) => {
    expect((await send(rehearse(), { sub, claims, body: { creditor: 'C-204', amount } })).status).toBe(status);
  });

  test('cannot be confirmed by another user of the same department', async () => {
    const cast = rehearse();
    const { id } = jsonBody(await send(cast));
    const dave = { sub: 'dave', claims: { department: 'Finance', tenant: 'one', roles: [] } };
    const response = await send(cast, { ...dave, path: `/payments/${String(id)}/confirm` });
    expect([response.status, outcomeOf(cast, 'api.every-step')]).toEqual([403, 'failed']);
    expect(jsonBody(await read(cast, `/payments/${String(id)}`))).toMatchObject({ status: 'requested' });
  });

  test('is asked about anew at its second step: whoever may act, and how much, may have changed', async () => {
    const cast = rehearse();
    const { id } = jsonBody(await send(cast, { claims: { act: { sub: 'invoices-api' } }, body: { creditor: 'C-204', amount: 9_000 } }));
    const confirm = { path: `/payments/${String(id)}/confirm`, body: { creditor: 'C-204', amount: 9_000 } };
    expect((await send(cast, confirm)).status).toBe(403);
    expect(outcomeOf(cast, 'api.policy')).toBe('failed');
    expect((await send(cast, { ...confirm, claims: { act: { sub: 'rogue' } } })).status).toBe(403);
    expect((await send(cast, { ...confirm, claims: { act: { sub: 'invoices-api' } } })).status).toBe(200);
  });
});

describe('the actor', () => {
  test('that acts now decides; earlier ones are shown and recorded', async () => {
    const cast = rehearse();
    const act = { sub: 'invoices-api', act: { sub: 'rogue', act: { sub: 'gateway' } } };
    const response = await send(cast, { claims: { act } });
    expect(jsonBody(response)).toMatchObject({ actors: ['invoices-api', 'rogue', 'gateway'] });
    const record = exchange(cast).checks.find(({ check }) => check === 'api.actor');
    expect(record).toMatchObject({ outcome: 'passed', received: 'invoices-api; before it, for the record only: rogue, gateway' });
    expect(jsonBody(await read(cast, '/me', { claims: { act } }))).toMatchObject({
      sub: 'alice',
      actors: ['invoices-api', 'rogue', 'gateway'],
    });
  });

  test.each([[{ sub: 'rogue', act: { sub: 'invoices-api' } }], [{}], ['invoices-api'], [[]], [null], [{ sub: 7 }]])(
    '%j may not act, not even where the types of claims are not looked at',
    async (act) => {
      const cast = rehearse({ off: ['jwt.claim-types'] });
      expect((await send(cast, { claims: { act } })).status).toBe(403);
      expect(outcomeOf(cast, 'api.actor')).toBe('failed');
    },
  );

  test('chain that is too long is cut, not followed', async () => {
    let act: JsonObject = { sub: 'gateway' };
    for (let depth = 0; depth < 10; depth += 1) act = { sub: 'invoices-api', act };
    expect(jsonBody(await send(rehearse(), { claims: { act } }))['actors']).toHaveLength(8);
  });
});

describe('the same request again', () => {
  test('is not handled twice, and leaves another caller alone', async () => {
    const cast = rehearse();
    expect((await send(cast)).status).toBe(201);
    expect((await send(cast)).status).toBe(409);
    expect((await send(cast, { sub: 'bob', body: { creditor: 'C-204', amount: 20 } })).status).toBe(201);
    expect((await send(rehearse({ off: ['api.request-once'] }))).status).toBe(201);
  });

  test('is forgotten after a day of the world', async () => {
    const cast = rehearse();
    await send(cast);
    cast.world.clock.advance(86_400);
    const now = Math.floor(cast.world.clock.now() / 1000);
    expect((await send(cast, { claims: { iat: now, exp: now + 60 } })).status).toBe(201);
  });

  test('needs its key once, short and plain', async () => {
    expect((await send(rehearse(), { key: '' })).status).toBe(400);
    for (const key of ['x'.repeat(101), 'a b', 'ключ']) expect((await send(rehearse(), { key })).status, key).toBe(400);
  });

  test('after a refusal is a first one', async () => {
    const cast = rehearse();
    expect((await send(cast, { body: { creditor: 'C-204', amount: 9_999 } })).status).toBe(403);
    expect((await send(cast)).status).toBe(201);
  });
});

test.each<[string, JsonObject, CheckId, number]>([
  ['for the gateway', { aud: 'https://api.lab.test' }, 'jwt.audience', 401],
  ['for several, one of them outside the zone', { aud: [PAYMENTS, 'https://partner.lab.test'] }, 'api.trust-zone', 403],
  ['without the scope', { scope: 'invoice_write' }, 'api.scope', 403],
  ['of a service', { sub: 'invoices-api', client_id: 'invoices-api' }, 'api.original-subject', 403],
  ['of a machine named like a user', { sub: 'client:alice', client_id: 'alice' }, 'api.original-subject', 403],
])('a token %s pays nothing', async (_words, claims, check, status) => {
  const cast = rehearse();
  expect([(await send(cast, { claims })).status, outcomeOf(cast, check)]).toEqual([status, 'failed']);
});

test.each([
  '',
  '[]',
  'null',
  '7',
  '{}',
  '{"creditor":"C-1","amount":1}',
  '{"creditor":"C-204","amount":"1"}',
  '{"creditor":"C-204","amount":1e400}',
  '{"creditor":"C-204","amount":0.001}',
  '{"creditor":"C-204","amount":-5}',
])('a body that is no payment is told so: %s', async (body) => {
  expect([400, 422]).toContain((await send(rehearse(), { body })).status);
});
