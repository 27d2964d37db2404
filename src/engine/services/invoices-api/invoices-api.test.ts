import { describe, expect, test } from 'vitest';
import type { CheckId } from '../../checks/catalogue.ts';
import { header } from '../../http/message.ts';
import { ask, INVOICES_API, protectedWorld, tokenFor } from '../resource-server/protected-world.fixture.ts';

const LIST = `${INVOICES_API}/invoices`;

function ids(body: string): unknown {
  const parsed: unknown = JSON.parse(body);
  const { invoices } = parsed as { invoices: { id: string }[] };
  return invoices.map(({ id }) => id);
}

async function listOf(sub: string, off: readonly CheckId[] = []): Promise<unknown> {
  return ids((await ask(protectedWorld(off), LIST, { token: await tokenFor(sub) })).response.body);
}

describe('a list', () => {
  test('holds what the caller may read', async () => {
    expect(await listOf('alice')).toEqual(['inv-1001', 'inv-1002', 'inv-1003']);
    expect(await listOf('bob')).toEqual(['inv-1003']);
    expect(await listOf('carol')).toEqual(['inv-2001', 'inv-2002', 'inv-2003']);
  });

  test('holds more where a rule is off, and says so', async () => {
    expect(await listOf('bob', ['api.object'])).toEqual(['inv-1001', 'inv-1002', 'inv-1003']);
    const { response, record } = await ask(protectedWorld(['api.tenant']), LIST, { token: await tokenFor('carol') });
    expect([ids(response.body), record('api.tenant')?.wouldHave]).toEqual([expect.arrayContaining(['inv-1001', 'inv-2001']), 'failed']);
  });

  test('can be asked for by status, once', async () => {
    const token = await tokenFor('alice');
    expect(ids((await ask(protectedWorld(), `${LIST}?status=paid`, { token })).response.body)).toEqual(['inv-1002']);
    const twice = await ask(protectedWorld(), `${LIST}?status=paid&status=open`, { token });
    expect([twice.response.status, twice.record('http.parameter-once')?.outcome]).toEqual([400, 'failed']);
  });
});

describe('one invoice', () => {
  test('is shown to its owner', async () => {
    const { response, record } = await ask(protectedWorld(), `${LIST}/inv-1003`, { token: await tokenFor('bob') });
    expect([response.status, record('api.object')?.outcome, record('api.tenant')?.outcome]).toEqual([200, 'passed', 'passed']);
  });

  test('of somebody else reads like one that is not there', async () => {
    const token = await tokenFor('bob');
    const foreign = await ask(protectedWorld(), `${LIST}/inv-1001`, { token });
    const absent = await ask(protectedWorld(), `${LIST}/inv-9999`, { token });
    expect(foreign.record('api.object')?.outcome).toBe('failed');
    expect(foreign.response).toEqual(absent.response);
    expect((await ask(protectedWorld(['api.object']), `${LIST}/inv-1001`, { token })).response.status).toBe(200);
    expect((await ask(protectedWorld(['api.object']), `${LIST}/inv-9999`, { token })).response.status).toBe(404);
  });

  test('of another tenant is not there either, whatever the role', async () => {
    const token = await tokenFor('carol');
    const { response, record } = await ask(protectedWorld(), `${LIST}/inv-1001`, { token });
    expect([response.status, record('api.tenant')?.outcome, record('api.object')?.outcome]).toEqual([404, 'failed', 'passed']);
  });
});

describe('a new invoice', () => {
  const write = async (sub: string, body: string, off: readonly CheckId[] = []) =>
    ask(protectedWorld(off), LIST, { method: 'POST', token: await tokenFor(sub), body });

  test('is stored under its writer', async () => {
    const { response, record } = await write('alice', '{"customer": "C-204", "amount": 120}');
    expect([response.status, record('api.policy')?.outcome, record('http.json-strict')?.outcome]).toEqual([201, 'passed', 'passed']);
    expect(JSON.parse(response.body)).toMatchObject({ owner: 'alice', tenant: 'one', amount: 120, status: 'open' });
    expect(header(response, 'location')).toBe('https://api.lab.test/invoices/inv-3007');
  });

  test.each([
    ['bob', 501, 403],
    ['bob', 500, 201],
    ['alice', 5_000, 201],
    ['alice', 5_000.01, 403],
    ['carol', 50_000, 201],
    ['carol', 50_001, 403],
  ])('of %s over %d answers %i', async (sub, amount, status) => {
    expect((await write(sub, JSON.stringify({ customer: 'C-204', amount }))).response.status).toBe(status);
  });

  test('above the limit is refused by policy, unless that is off', async () => {
    const { record } = await write('bob', '{"customer": "C-204", "amount": 900}');
    expect(record('api.policy')?.outcome).toBe('failed');
    expect((await write('bob', '{"customer": "C-204", "amount": 900}', ['api.policy'])).response.status).toBe(201);
  });

  test('that names its amount twice is not strict JSON', async () => {
    const body = '{"customer": "C-204", "amount": 10, "amount": 4900}';
    const { response, record } = await write('alice', body);
    expect([response.status, record('http.json-strict')?.outcome, record('api.policy')?.outcome]).toEqual([400, 'failed', 'not-reached']);
    expect(JSON.parse((await write('alice', body, ['http.json-strict'])).response.body)).toMatchObject({ amount: 4900 });
  });

  test.each([
    '[]',
    '{"customer": "C-204"}',
    '{"customer": "C-204", "amount": 10, "status": "paid"}',
    '{"customer": "C-204", "amount": -1}',
    '{"customer": "C-204", "amount": 1.005}',
  ])('that is no invoice is told why: %s', async (body) => {
    expect((await write('alice', body)).response.status).toBe(422);
  });
});

describe('a request that goes around the gateway', () => {
  test('meets the same wall', async () => {
    const { response, record } = await ask(protectedWorld(), LIST);
    expect([response.status, record('gateway.credential')?.outcome, record('api.own-validation')?.outcome]).toEqual([
      401,
      'failed',
      'not-reached',
    ]);
    const forged = await ask(protectedWorld(), LIST, { token: await tokenFor('alice', { aud: 'https://payments.internal.lab.test' }) });
    expect([forged.response.status, forged.record('jwt.audience')?.outcome, forged.record('api.own-validation')?.outcome]).toEqual([
      401,
      'failed',
      'failed',
    ]);
  });

  test('is believed where the API leaves validation to others', async () => {
    const world = protectedWorld(['api.own-validation']);
    const named = await ask(world, LIST, { headers: [['X-User', 'carol']] });
    expect([named.response.status, named.record('api.own-validation')?.wouldHave]).toEqual([200, 'failed']);
    expect(ids(named.response.body)).toEqual(['inv-2001', 'inv-2002', 'inv-2003']);
    const [head = '', , signature = ''] = (await tokenFor('alice')).split('.');
    const [, claims = ''] = (await tokenFor('carol')).split('.');
    expect((await ask(world, LIST, { token: `${head}.${claims}.${signature}` })).response.status).toBe(200);
    expect((await ask(world, LIST, { token: await tokenFor('carol') })).record('api.own-validation')?.wouldHave).toBe('passed');
  });
});

test('a token without the scope is refused by the API too, unless that is off', async () => {
  const asked = { token: await tokenFor('alice', { scope: 'openid' }) };
  const { response, record } = await ask(protectedWorld(), LIST, asked);
  expect([response.status, record('api.scope')?.outcome]).toEqual([403, 'failed']);
  expect((await ask(protectedWorld(['api.scope']), LIST, asked)).response.status).toBe(200);
});

test('unknown paths and methods are refused before anything is asked', async () => {
  expect((await ask(protectedWorld(), `${INVOICES_API}/imports`)).response.status).toBe(404);
  const { response, record } = await ask(protectedWorld(), `${LIST}/inv-1001`, { method: 'DELETE' });
  expect([response.status, header(response, 'allow'), record('http.method')?.outcome]).toEqual([405, 'GET, HEAD, PATCH', 'failed']);
});
