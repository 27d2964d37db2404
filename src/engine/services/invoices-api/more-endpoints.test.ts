import { describe, expect, test } from 'vitest';
import { ask, jsonBody, outcomeOf, rehearse } from '../../../../tests/rehearsal.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import { header } from '../../http/message.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import type { ApiOptions } from '../../world/landscape.ts';
import type { Company } from '../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../resource-server/protected-world.fixture.ts';

const METADATA = 'https://metadata.internal.lab.test/latest/credentials';
const HOOKS = 'https://partner.lab.test/hooks';

interface Sent {
  readonly sub?: string;
  readonly claims?: JsonObject;
  readonly body?: object;
  readonly origin?: string;
}

async function call(
  cast: Company,
  line: string,
  { sub = 'alice', claims = {}, body, origin = INVOICES_API }: Sent = {},
): Promise<HttpResponse> {
  const [method = '', path = ''] = line.split(' ');
  const now = Math.floor(cast.world.clock.now() / 1000);
  const token = await tokenFor(sub, { iat: now, exp: now + 60, ...claims });
  const headers = [['Authorization', `Bearer ${token}`] as const];
  return ask(cast, { method, url: origin + path, headers, body: body === undefined ? '' : JSON.stringify(body) }, 'gateway');
}

const set = (off: readonly CheckId[] = [], apis: ApiOptions = {}): Company => rehearse({ off, apis });

function sentTo(cast: Company, party: string): readonly string[] {
  return cast.world
    .trace()
    .exchanges.filter(({ to }) => to === party)
    .map(({ request }) => `${request.method} ${request.url} ${request.body}`);
}

function ids(response: HttpResponse): unknown {
  const { invoices } = jsonBody(response) as { invoices: { id: string }[] };
  return invoices.map(({ id }) => id);
}

describe('a list', () => {
  test('gives no more rows to whoever names no number of them, and says where the rest is', async () => {
    const cast = set();
    for (let count = 0; count < 98; count += 1) await call(cast, 'POST /invoices', { body: { customer: 'C-100', amount: 1 } });
    const first = await call(cast, 'GET /invoices');
    const { next } = jsonBody(first);
    expect([ids(first), next]).toEqual([
      expect.objectContaining({ length: 100 }),
      expect.stringContaining(`${GATEWAY}/invoices?limit=100&after=inv-`),
    ]);
    const rest = String(next).slice(GATEWAY.length);
    expect(ids(await call(cast, `GET ${rest}`))).toEqual(['inv-3104']);
    expect(jsonBody(await call(cast, 'GET /invoices?status=paid'))).toMatchObject({ invoices: [{ id: 'inv-1002' }] });
  });
});

test('a body that is packed is refused, and the answer says that it has to come as it is', async () => {
  const headers = [['Authorization', `Bearer ${await tokenFor('alice')}`] as const, ['Content-Encoding', 'gzip'] as const];
  const packed = { method: 'POST', url: `${INVOICES_API}/invoices`, headers, body: '{"customer":"C-100","amount":1}' };
  const refused = await ask(set(), packed, 'gateway');
  expect([refused.status, header(refused, 'accept-encoding'), header(refused, 'accept')]).toEqual([415, 'identity', undefined]);
  expect(jsonBody(refused)['detail']).toBe('The body is packed in a way that is not read here.');
  expect((await ask(set(['api.media-type']), packed, 'gateway')).status).toBe(201);
});

describe('a batch', () => {
  test('gives all of it or nothing, and does not say which one was foreign', async () => {
    expect(ids(await call(set(), 'GET /invoices?ids=inv-1001,inv-1003'))).toEqual(['inv-1001', 'inv-1003']);
    const foreign = await call(set(), 'GET /invoices?ids=inv-1003,inv-1001', { sub: 'bob' });
    const absent = await call(set(), 'GET /invoices?ids=inv-1003,inv-9', { sub: 'bob' });
    expect([foreign.status, foreign.body]).toEqual([403, absent.body]);
    expect(foreign.body).not.toContain('inv-1001');
    expect(ids(await call(set(['api.object-each']), 'GET /invoices?ids=inv-1003,inv-1001', { sub: 'bob' }))).toEqual([
      'inv-1003',
      'inv-1001',
    ]);
  });

  test('does not cross tenants for a manager either', async () => {
    expect((await call(set(), 'GET /invoices?ids=inv-2001,inv-1001', { sub: 'carol' })).status).toBe(403);
  });
});

describe('a page', () => {
  test('leads to the next one until there is none', async () => {
    const first = jsonBody(await call(set(), 'GET /invoices?limit=2'));
    expect(first['next']).toBe(`${GATEWAY}/invoices?limit=2&after=inv-1002`);
    for (const gone of ['inv-9999', 'inv-2001', ''])
      expect(jsonBody(await call(set(), `GET /invoices?limit=2&after=${gone}`)), gone).toEqual({ invoices: [] });
    const second = await call(set(), 'GET /invoices?limit=2&after=inv-1002');
    expect([ids(second), jsonBody(second)['next']]).toEqual([['inv-1003'], undefined]);
  });

  test.each(['0', '-1', '1.5', '1e3', '101', '1000000', 'ten', '', '99999999999999999999'])('of %s rows is refused', async (limit) => {
    const response = await call(set(), `GET /invoices?limit=${limit}`);
    expect([response.status, jsonBody(response)['error']]).toEqual([400, 'invalid_request']);
  });

  test('of a million rows is given where nobody looks at its size', async () => {
    expect(ids(await call(set(['api.page-size']), 'GET /invoices?limit=1000000'))).toHaveLength(3);
  });
});

describe('a change', () => {
  test('sets what the policy lets its writer set, and leaves the rest', async () => {
    const response = await call(set(), 'PATCH /invoices/inv-1001', { body: { amount: 1_300 } });
    expect([response.status, jsonBody(response)]).toEqual([
      200,
      expect.objectContaining({ amount: 1_300, customer: 'C-204', status: 'open' }),
    ]);
  });

  test.each([
    ['status', 'approved'],
    ['owner', 'bob'],
    ['tenant', 'two'],
    ['iban', 'DE00'],
    ['__proto__', 1],
    ['nothing', 1],
  ])('does not set %s, and says why', async (name, value) => {
    const cast = set();
    const response = await call(cast, 'PATCH /invoices/inv-1001', { body: Object.fromEntries([[name, value]]) });
    expect([response.status, header(response, 'content-type'), outcomeOf(cast, 'api.write-fields')]).toEqual([
      422,
      'application/problem+json',
      'failed',
    ]);
  });

  test('binds what it is sent where nobody lists the fields, but never what is no field', async () => {
    const cast = set(['api.write-fields']);
    expect(jsonBody(await call(cast, 'PATCH /invoices/inv-1001', { body: { status: 'approved' } }))).toMatchObject({ status: 'approved' });
    expect((await call(cast, 'PATCH /invoices/inv-1001', { body: { id: 'inv-9' } })).status).toBe(422);
    expect((await call(cast, 'PATCH /invoices/inv-1001', { body: { status: 'settled' } })).status).toBe(422);
  });

  test('of what is another’s, or paid, does not happen', async () => {
    expect((await call(set(), 'PATCH /invoices/inv-1001', { sub: 'bob', body: { amount: 1 } })).status).toBe(404);
    expect((await call(set(), 'PATCH /invoices/inv-1002', { body: { amount: 1 } })).status).toBe(409);
  });
});

describe('functions', () => {
  test('are open to whom the policy names, and to nobody else', async () => {
    expect((await call(set(), 'POST /invoices/inv-1001/approve')).status).toBe(403);
    const cast = set();
    expect(jsonBody(await call(cast, 'POST /invoices/inv-2001/approve', { sub: 'carol' }))).toMatchObject({ status: 'approved' });
    expect((await call(cast, 'POST /invoices/inv-2001/approve', { sub: 'carol' })).status).toBe(409);
    expect((await call(cast, 'POST /invoices/inv-1001/approve', { sub: 'carol' })).status).toBe(404);
  });

  test('are of what was seen: who changes an approved invoice has an open one again', async () => {
    const cast = set();
    await call(cast, 'POST /invoices/inv-2001/approve', { sub: 'carol' });
    const changed = await call(cast, 'PATCH /invoices/inv-2001', { sub: 'carol', body: { amount: 40_000 } });
    expect(jsonBody(changed)).toMatchObject({ amount: 40_000, status: 'open' });
    expect(jsonBody(await call(cast, 'POST /invoices/inv-2001/approve', { sub: 'carol' }))).toMatchObject({ status: 'approved' });
  });

  test('of an edited policy are as it says: bob may approve what is his', async () => {
    const { INVOICES_POLICY } = await import('./policy.ts');
    const invoicesPolicy = { ...INVOICES_POLICY, functions: { approve: [{ departments: ['Sales'] }] } };
    expect((await call(set([], { invoicesPolicy }), 'POST /invoices/inv-1003/approve', { sub: 'bob' })).status).toBe(200);
    expect((await call(set([], { invoicesPolicy }), 'POST /invoices/inv-2001/approve', { sub: 'carol' })).status).toBe(403);
  });

  test('that were left in place are reached only past the rule on methods, and guarded even then', async () => {
    expect((await call(set(), 'DELETE /invoices/inv-1001', { sub: 'bob' })).status).toBe(405);
    expect((await call(set(['http.method']), 'DELETE /invoices/inv-1003', { sub: 'bob' })).status).toBe(403);
    const cast = set(['http.method', 'api.function']);
    expect((await call(cast, 'DELETE /invoices/inv-1003', { sub: 'bob' })).status).toBe(204);
    expect((await call(cast, 'GET /invoices/inv-1003', { sub: 'bob' })).status).toBe(404);
  });
});

describe('the export', () => {
  const claims = { scope: 'invoice_export' };

  test('is a file of what the caller may read, without bank details', async () => {
    const response = await call(set(), 'GET /export', { claims });
    expect([response.status, header(response, 'content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(response.body.split('\r\n')).toEqual([
      '"id","customer","amount","status","owner","department","tenant"',
      '"inv-1001","C-204","1280","open","alice","Finance","one"',
      '"inv-1002","C-117","340.5","paid","alice","Finance","one"',
      '"inv-1003","C-204","95","open","bob","Sales","one"',
      '',
    ]);
  });

  test('holds no formula that a spreadsheet would run', async () => {
    const cast = set(['api.write-fields', 'api.read-fields']);
    await call(cast, 'PATCH /invoices/inv-1001', { body: { note: '=1+1 "quoted"' } });
    expect((await call(cast, 'GET /export', { claims })).body).toContain(`"'=1+1 ""quoted"""`);
  });

  test('is not reached by another road to the same place, unless neither party looks', async () => {
    const crooked = 'GET /invoices/..%2Fexport';
    const read = { claims: { scope: 'invoice_read' }, origin: GATEWAY };
    expect((await call(set(), crooked, read)).status).toBe(400);
    expect((await call(set(['gateway.path-normal']), crooked, read)).status).toBe(403);
    expect((await call(set(['gateway.path-normal', 'api.scope']), crooked, read)).status).toBe(200);
    expect((await call(set(), 'GET /export', { ...read, claims })).status).toBe(200);
  });

  test('gives sums to a machine, but nobody’s invoices', async () => {
    const machine = { sub: 'nightly-report', claims: { client_id: 'nightly-report', department: undefined, tenant: undefined } };
    expect(jsonBody(await call(set(), 'GET /summary', machine))).toMatchObject({ paid: { count: 2, sum: 2_490.5 } });
    expect((await call(set(), 'GET /invoices', machine)).status).toBe(403);
    expect(jsonBody(await call(set(), 'GET /summary', { sub: 'bob' }))).toEqual({ open: { count: 1, sum: 95 } });
  });
});

describe('calls that cost', () => {
  test('are counted a tenant and a day', async () => {
    const cast = set();
    const remind = (sub = 'alice', path = 'inv-1001'): Promise<HttpResponse> => call(cast, `POST /invoices/${path}/reminders`, { sub });
    for (let sent = 0; sent < 5; sent += 1) expect((await remind()).status).toBe(202);
    const refused = await remind('bob', 'inv-1003');
    expect([refused.status, header(refused, 'retry-after'), sentTo(cast, 'partner').length]).toEqual([429, '86400', 5]);
    expect((await remind('carol', 'inv-2001')).status).toBe(202);
    cast.world.clock.advance(86_400);
    expect((await remind()).status).toBe(202);
  });

  test('are all made where nobody counts', async () => {
    const cast = set(['api.spend']);
    for (let sent = 0; sent < 20; sent += 1) await call(cast, 'POST /invoices/inv-1001/reminders');
    expect(sentTo(cast, 'partner')).toHaveLength(20);
  });
});

describe('the discount', () => {
  test('is taken once an invoice, at the pace of a person', async () => {
    const cast = set();
    expect(jsonBody(await call(cast, 'POST /invoices/inv-1001/discount'))).toMatchObject({ amount: 1_254.4, discount: true });
    const early = await call(cast, 'POST /invoices/inv-1003/discount');
    expect([early.status, header(early, 'retry-after')]).toEqual([429, '10']);
    cast.world.clock.advance(9);
    expect(header(await call(cast, 'POST /invoices/inv-1003/discount'), 'retry-after')).toBe('1');
    cast.world.clock.advance(1);
    expect((await call(cast, 'POST /invoices/inv-1003/discount')).status).toBe(200);
    cast.world.clock.advance(10);
    expect((await call(cast, 'POST /invoices/inv-1001/discount')).status).toBe(409);
  });
});

describe('a webhook', () => {
  const register = (cast: Company, url: unknown): Promise<HttpResponse> => call(cast, 'POST /webhooks', { body: { url } });

  test('is the last of five, also where more are registered at once', async () => {
    const cast = set();
    const { promise: allAsked, resolve } = Promise.withResolvers<undefined>();
    let asked = 0;
    cast.world.meddler = async (answer, { url }) => {
      if (url === HOOKS && (asked += 1) === 8) resolve(undefined);
      if (url === HOOKS) await allAsked;
      return answer;
    };
    const answers = await Promise.all(Array.from({ length: 8 }, () => register(cast, HOOKS)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
    expect(jsonBody(await call(cast, 'GET /webhooks'))['webhooks']).toHaveLength(5);
  });

  test('is called once to be registered, then when an invoice of its tenant changes', async () => {
    const cast = set();
    expect(jsonBody(await call(cast, 'POST /webhooks', { sub: 'carol', body: { url: HOOKS } }))).toMatchObject({
      url: HOOKS,
      answered: { status: 200 },
    });
    await call(cast, 'POST /invoices/inv-2003/approve', { sub: 'carol' });
    expect(sentTo(cast, 'partner').at(-1)).toBe(`POST ${HOOKS} {"type":"invoice.approved","invoice":"inv-2003"}`);
    expect(jsonBody(await call(cast, 'GET /webhooks', { sub: 'carol' }))['webhooks']).toHaveLength(1);
    expect(jsonBody(await call(cast, 'GET /webhooks'))['webhooks']).toEqual([]);
  });

  test.each([
    METADATA,
    'http://partner.lab.test/hooks',
    'https://partner.lab.test@metadata.internal.lab.test/',
    'file:///etc/passwd',
    `blob:${HOOKS}`,
  ])('at %s is refused, and nothing is called', async (url) => {
    const cast = set();
    const response = await register(cast, url);
    expect([response.status, jsonBody(response)['error'], cast.world.trace().exchanges.length]).toEqual([400, 'invalid_request', 1]);
  });

  test('reads the house from inside, where any address will do', async () => {
    const cast = set(['http.outbound-url']);
    expect((await register(cast, METADATA)).body).toContain('lab-metadata-secret');
    expect(header(await register(cast, HOOKS), 'location')).toBeUndefined();
    expect((await register(cast, 'https://nobody.lab.test/')).status).toBe(502);
  });

  test('that is no address, or one too many, is refused without a call', async () => {
    const cast = set();
    for (const url of [undefined, 7, '', 'x', '/hooks', `${HOOKS}?${'x'.repeat(500)}`])
      expect((await register(cast, url)).status).toBe(422);
    for (let count = 0; count < 5; count += 1) expect((await register(cast, HOOKS)).status).toBe(201);
    expect((await register(cast, HOOKS)).status).toBe(409);
  });
});

describe('the partner', () => {
  const convert = 'GET /invoices/inv-1001/converted?currency=USD';

  test('says what an invoice comes to, and is told by the key of this API, not by the token that came', async () => {
    const cast = set();
    expect(jsonBody(await call(cast, convert))).toEqual({
      invoice: 'inv-1001',
      amount: 1_280,
      currency: 'USD',
      rate: 1.08,
      converted: 1_382.4,
    });
    const quote = cast.world.trace().exchanges.find(({ to }) => to === 'partner');
    expect(header(quote?.request ?? { headers: [] }, 'authorization')).toBe('Bearer partner-key-of-invoices-5d3b');
  });

  test('that was taken over sends nothing on: neither the redirect nor its address is followed', async () => {
    const moved = { partnerMoved: 'https://evil.lab.test/quotes' };
    const caught = async (off: readonly CheckId[]): Promise<readonly [number, number]> => {
      const cast = set(off, moved);
      return [(await call(cast, convert)).status, sentTo(cast, 'attacker').length];
    };
    expect(await caught([])).toEqual([502, 0]);
    expect(await caught(['http.outbound-redirect'])).toEqual([502, 0]);
    expect(await caught(['http.outbound-url'])).toEqual([502, 0]);
    const cast = set(['http.outbound-redirect', 'http.outbound-url'], moved);
    expect((await call(cast, convert)).status).toBe(502);
    expect(sentTo(cast, 'attacker')[0]).toContain('"customer":"C-204"');
  });

  test('that leads round in circles is given up', async () => {
    const cast = set(['http.outbound-redirect'], { partnerMoved: 'https://partner.lab.test/quotes' });
    expect([(await call(cast, convert)).status, sentTo(cast, 'partner').length]).toEqual([502, 6]);
  });

  test('that has no rate says so of the currency, and one that fails is not believed whatever it says', async () => {
    const unknown = await call(set(), 'GET /invoices/inv-1001/converted?currency=XXX');
    expect([unknown.status, jsonBody(unknown)['detail']]).toEqual([422, 'The partner has no rate for XXX.']);
    const cast = set();
    cast.world.meddler = (answer, _request, to) => (to === 'partner' ? { ...answer, status: 500 } : answer);
    expect((await call(cast, convert)).status).toBe(502);
  });

  test.each([-3, 0, 1e300])('with a rate of %s is not believed', async (rate) => {
    expect((await call(set([], { rates: { USD: rate } }), convert)).status).toBe(502);
    expect(jsonBody(await call(set(['api.partner-data'], { rates: { USD: rate } }), convert))).toMatchObject({ rate });
  });

  test('tells of the caller’s customers, and a name adds no parameter to the question', async () => {
    const find = (off: readonly CheckId[], name: string): Promise<HttpResponse> =>
      call(set(off), `GET /customers?name=${encodeURIComponent(name)}`);
    expect(jsonBody(await find([], 'blue b'))).toEqual({
      customers: [
        { name: 'Blue Bakery', rating: 'A' },
        { name: 'Blue Boats', rating: 'B' },
      ],
    });
    for (const name of ['Blue&owner=carol', 'Blue#', 'Blue%26owner%3Dcarol', 'a=b&c', 'a;b+c'])
      expect((await find([], name)).status, name).toBe(400);
    expect((await find(['api.inner-query'], 'Blue&owner=carol')).body).toContain('Blue Whale Trading');
  });
});
