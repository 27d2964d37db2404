import { ask, jsonBody } from '../../../../../tests/rehearsal.ts';
import type { CheckId } from '../../../checks/catalogue.ts';
import { header } from '../../../http/message.ts';
import type { Header, HttpResponse } from '../../../http/message.ts';
import type { JsonObject } from '../../../http/strict-json.ts';
import type { PartyId } from '../../../trace/trace.ts';
import type { Company } from '../../authorization-server/token/request.fixture.ts';
import { GATEWAY, INVOICES_API, tokenFor } from '../../resource-server/protected-world.fixture.ts';
import { pathAtReports } from './reports-api.fixture.ts';
import type { DutyCase } from '../duties.fixture.ts';
import type { CheckCase } from '../trial.fixture.ts';

const PAYMENTS = 'https://payments.internal.lab.test';
const PARTNER = 'https://partner.lab.test';

interface Call {
  readonly sub?: string;
  readonly claims?: JsonObject;
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: readonly Header[];
}

function text(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Calls the invoices API from inside, with a genuine token. */
async function atInvoices(
  cast: Company,
  { sub = 'alice', claims = {}, method = 'GET', path, body, headers = [] }: Call,
): Promise<HttpResponse> {
  const token = await tokenFor(sub, { scope: 'invoice_read invoice_write invoice_export payment_write', ...claims });
  return ask(
    cast,
    { method, url: INVOICES_API + path, headers: [['Authorization', `Bearer ${token}`], ...headers], body: text(body) },
    'gateway',
  );
}

/** Calls the payments API from inside, with a genuine token for it. */
async function atPayments(
  cast: Company,
  { sub = 'alice', claims = {}, method = 'POST', path, body, headers = [] }: Call,
): Promise<HttpResponse> {
  const token = await tokenFor(sub, { aud: PAYMENTS, scope: 'payment_read payment_write', ...claims });
  return ask(
    cast,
    { method, url: PAYMENTS + path, headers: [['Authorization', `Bearer ${token}`], ...headers], body: text(body) },
    'invoices',
  );
}

const KEY: Header = ['Idempotency-Key', 'key-1'];
const SMALL = { creditor: 'C-204', amount: 95 };

const asking = (more: Partial<Call> = {}): Call => ({ path: '/payments', body: SMALL, headers: [KEY], ...more });

/** Asks for a payment and gives the path of its confirmation. */
async function asked(cast: Company, more: Partial<Call> = {}): Promise<string> {
  const { id } = jsonBody(await atPayments(cast, asking(more)));
  return `/payments/${typeof id === 'string' ? id : 'none'}/confirm`;
}

function both(
  party: 'invoices' | 'payments',
  [refusal, goesOn, right]: readonly [string, string, string?],
  call: (wrong: boolean) => Call,
  beside: readonly CheckId[] = [],
): CheckCase {
  const send = party === 'invoices' ? atInvoices : atPayments;
  return { party, beside, refusal, goesOn, ...(right === undefined ? {} : { right }), play: (cast, wrong) => send(cast, call(wrong)) };
}

/** Where the same rule on amounts, methods and bodies is applied again. */
export const policyCases: readonly CheckCase[] = [
  both('invoices', ['403', '200'], (wrong) => ({ method: 'PATCH', path: '/invoices/inv-1001', body: { amount: wrong ? 9_000 : 120 } })),
  both('invoices', ['403', '201'], (wrong) => ({
    ...asking({ headers: [KEY], method: 'POST', path: '/invoices/inv-1001/payments' }),
    body: { creditor: 'C-204', amount: wrong ? 9_000 : 1_280 },
  })),
  both('payments', ['403', '201'], (wrong) => asking({ body: { creditor: 'C-204', amount: wrong ? 2_001 : 2_000 } })),
  both('payments', ['403', '201'], (wrong) =>
    asking({ sub: 'bob', body: { creditor: 'C-204', amount: 300 }, claims: wrong ? {} : { act: { sub: 'invoices-api' } } }),
  ),
  {
    party: 'payments',
    beside: ['api.every-step'],
    refusal: '403',
    goesOn: '200',
    play: async (cast, wrong) => atPayments(cast, { path: await asked(cast), body: wrong ? { ...SMALL, amount: 2_001 } : SMALL }),
  },
];

const twice = '{"creditor":"C-204","amount":10,"amount":95}';

export const jsonStrictCases: readonly CheckCase[] = [
  both('invoices', ['400 invalid_request', '200'], (wrong) => ({
    method: 'PATCH',
    path: '/invoices/inv-1001',
    body: wrong ? '{"amount":1,"amount":2}' : '{"amount":2}',
  })),
  both('invoices', ['400 invalid_request', '201'], (wrong) => ({
    method: 'POST',
    path: '/webhooks',
    body: wrong ? `{"url":"x","url":"${PARTNER}/hooks"}` : `{"url":"${PARTNER}/hooks"}`,
  })),
  {
    party: 'invoices',
    refusal: '400 invalid_request',
    goesOn: '201',
    play: (cast, wrong) =>
      atInvoices(cast, { method: 'POST', path: '/invoices/inv-1001/payments', headers: [KEY], body: wrong ? twice : SMALL }),
  },
  both('payments', ['400 invalid_request', '201'], (wrong) => asking({ body: wrong ? twice : SMALL })),
  {
    party: 'payments',
    refusal: '400 invalid_request',
    goesOn: '200',
    play: async (cast, wrong) => atPayments(cast, { path: await asked(cast), body: wrong ? twice : SMALL }),
  },
  {
    party: 'partner',
    refusal: '400 invalid_request',
    goesOn: '200',
    play: (cast, wrong) =>
      ask(cast, {
        method: 'POST',
        url: `${PARTNER}/hooks`,
        body: wrong ? '{"type":1,"type":2}' : '{"type":1}',
      }),
  },
];

const TEXT: Header = ['Content-Type', 'text/plain'];

/** A body that looks like JSON and is said to be text, at each API that reads bodies. */
export const mediaTypeCases: readonly CheckCase[] = [
  both('invoices', ['415', '200'], (wrong) => ({
    method: 'PATCH',
    path: '/invoices/inv-1001',
    headers: [wrong ? TEXT : ['Content-Type', 'application/merge-patch+json']],
    body: '{"amount":2}',
  })),
  both('payments', ['415', '201'], (wrong) => {
    const right = asking({ body: SMALL });
    return { ...right, headers: [...(right.headers ?? []), ...(wrong ? [TEXT] : [])] };
  }),
];

export const methodCases: readonly CheckCase[] = [
  both('invoices', ['405', '204', '200'], (wrong) => ({ sub: 'carol', method: wrong ? 'DELETE' : 'GET', path: '/invoices/inv-2003' })),
  both('invoices', ['405', '200'], (wrong) => ({ method: wrong ? 'PUT' : 'GET', path: '/invoices/inv-1001' })),
  both('payments', ['405', '200'], (wrong) => ({ method: wrong ? 'DELETE' : 'GET', path: '/payments' })),
  {
    party: 'gateway',
    refusal: '405',
    goesOn: '200',
    play: async (cast, wrong) =>
      ask(cast, {
        method: wrong ? 'PUT' : 'GET',
        url: `${GATEWAY}/invoices/inv-1001`,
        headers: [['Authorization', `Bearer ${await tokenFor('alice')}`]],
      }),
  },
  {
    party: 'partner',
    refusal: '405',
    goesOn: '200',
    play: (cast, wrong) => ask(cast, { method: wrong ? 'GET' : 'POST', url: `${PARTNER}/hooks` }),
  },
];

/** A path of somebody, and one of nobody. */
function leadingTo(party: PartyId, [nowhere, there]: readonly [string, string], [refusal, goesOn]: readonly [string, string]): CheckCase {
  return { party, refusal, goesOn, play: (cast, wrong) => ask(cast, { url: wrong ? nowhere : there }) };
}

/** Where a party has nothing, there is nothing to go on with. */
export const pathCases: readonly CheckCase[] = [
  leadingTo('as', ['https://as.lab.test/jwks/', 'https://as.lab.test/jwks'], ['404', '200']),
  leadingTo('app', ['https://app.lab.test/admin', 'https://app.lab.test/'], ['404 Not here', '200 Ledger']),
  leadingTo('expenses', ['https://expenses.lab.test/admin', 'https://expenses.lab.test/'], ['404 Expenses', '200 Expenses']),
  {
    party: 'partner',
    refusal: '404',
    goesOn: '200',
    play: (cast, wrong) => ask(cast, { method: 'POST', url: `${PARTNER}/${wrong ? 'admin' : 'hooks'}` }),
  },
  both('invoices', ['404', '200'], (wrong) => ({ path: wrong ? '/v0/invoices' : '/invoices' })),
  both('payments', ['404', '200'], (wrong) => ({ method: 'GET', path: wrong ? '/v0/payments' : '/payments' })),
  pathAtReports,
];

/** A client's token: the client itself is the subject. RFC 9068 §2.2 */
const MACHINE = { sub: 'invoices-api', client_id: 'invoices-api', department: undefined, tenant: undefined, roles: undefined } as const;

const webhook = (url: string): Call => ({ method: 'POST', path: '/webhooks', body: { url } });

const convert: Call = { path: '/invoices/inv-1001/converted?currency=USD' };

const OUTSIDE_URL = 'https://metadata.internal.lab.test/latest/credentials';

/** Cases of what APIs check beyond the token and whose an object is. */
export const apiCases = {
  'api.user-token': [
    both('invoices', ['403', '200'], (wrong) => ({ path: '/invoices', claims: wrong ? { client_id: 'alice' } : {} })),
    both('payments', ['403', '200'], (wrong) => ({ method: 'GET', path: '/payments', claims: wrong ? { client_id: 'alice' } : {} })),
  ],
  'api.object-each': [
    both('invoices', ['403', '200'], (wrong) => ({ sub: 'bob', path: `/invoices?ids=inv-1003${wrong ? ',inv-1001' : ''}` })),
  ],
  'api.function': [
    both('invoices', ['403', '200'], (wrong) => ({
      sub: 'carol',
      claims: wrong ? { roles: [] } : {},
      method: 'POST',
      path: '/invoices/inv-2001/approve',
    })),
    both('invoices', ['403', '200'], (wrong) => ({ path: '/export', claims: wrong ? { department: 'Sales' } : {} })),
    both('invoices', ['403', '200'], (wrong) => ({ path: '/summary', claims: wrong ? { department: 'Kitchen' } : {} })),
    both(
      'invoices',
      ['403', '204'],
      (wrong) => ({
        sub: wrong ? 'bob' : 'carol',
        claims: { tenant: wrong ? 'one' : 'two' },
        method: 'DELETE',
        path: `/invoices/inv-${wrong ? '1' : '2'}003`,
      }),
      ['http.method'],
    ),
    both('payments', ['403', '201'], (wrong) => asking({ claims: wrong ? { department: 'Kitchen' } : {} }), ['api.policy']),
  ],
  'api.every-step': [
    {
      party: 'payments',
      refusal: '409',
      goesOn: '200',
      play: async (cast, wrong) => atPayments(cast, { path: wrong ? '/payments/pay-0/confirm' : await asked(cast), body: SMALL }),
    },
    {
      party: 'payments',
      refusal: '403',
      goesOn: '200',
      play: async (cast, wrong) => atPayments(cast, { path: await asked(cast, wrong ? { sub: 'bob' } : {}), body: SMALL }),
    },
    {
      party: 'payments',
      refusal: '409',
      goesOn: '200',
      play: async (cast, wrong) => atPayments(cast, { path: await asked(cast), body: wrong ? { ...SMALL, amount: 96 } : SMALL }),
    },
    {
      party: 'payments',
      refusal: '409',
      goesOn: '200',
      play: async (cast, wrong) => {
        const path = await asked(cast);
        if (wrong) await atPayments(cast, { path, body: SMALL });
        return atPayments(cast, { path, body: SMALL });
      },
    },
    {
      party: 'payments',
      refusal: '409',
      goesOn: '200',
      play: async (cast, wrong) => {
        const path = await asked(cast);
        cast.world.clock.advance(wrong ? 601 : 600);
        const now = Math.floor(cast.world.clock.now() / 1000);
        return atPayments(cast, { path, body: SMALL, claims: { iat: now, exp: now + 60 } });
      },
    },
  ],
  'api.write-fields': [
    both('invoices', ['422', '200'], (wrong) => ({
      method: 'PATCH',
      path: '/invoices/inv-1001',
      body: { amount: 120, ...(wrong ? { status: 'approved' } : {}) },
    })),
    both('invoices', ['422', '201'], (wrong) => ({
      method: 'POST',
      path: '/invoices',
      body: { customer: 'C-204', amount: 120, ...(wrong ? { owner: 'carol' } : {}) },
    })),
    both('payments', ['422', '201'], (wrong) => asking({ body: { ...SMALL, ...(wrong ? { status: 'paid' } : {}) } })),
  ],
  'api.page-size': [
    both('invoices', ['400 invalid_request', '200'], (wrong) => ({ path: `/invoices?limit=${wrong ? '1000000' : '2'}` })),
    both('invoices', ['400 invalid_request', '200'], (wrong) => ({ path: `/invoices?limit=${wrong ? '-1' : '100'}` })),
    both('invoices', ['400 invalid_request', '200'], (wrong) => ({
      path: `/invoices?ids=${Array.from({ length: wrong ? 101 : 100 }, () => 'inv-1001').join(',')}`,
    })),
    both('payments', ['400 invalid_request', '200'], (wrong) => ({ method: 'GET', path: `/payments?limit=${wrong ? '101' : '100'}` })),
  ],
  'http.parameter-once': [
    both('payments', ['400 invalid_request', '200'], (wrong) => ({
      method: 'GET',
      path: `/payments?limit=2${wrong ? '&limit=1' : ''}`,
    })),
  ],
  'api.spend': [
    {
      party: 'invoices',
      refusal: '429',
      goesOn: '202',
      play: async (cast, wrong) => {
        const remind = (): Promise<HttpResponse> => atInvoices(cast, { method: 'POST', path: '/invoices/inv-1001/reminders' });
        for (let sent = 0; sent < (wrong ? 5 : 4); sent += 1) await remind();
        return remind();
      },
    },
  ],
  'api.flow-pace': [
    {
      party: 'invoices',
      refusal: '429',
      goesOn: '200',
      play: async (cast, wrong) => {
        await atInvoices(cast, { method: 'POST', path: '/invoices/inv-1001/discount' });
        if (!wrong) cast.world.clock.advance(10);
        return atInvoices(cast, { method: 'POST', path: '/invoices/inv-1003/discount' });
      },
    },
  ],
  'api.request-once': [
    {
      party: 'payments',
      refusal: '409',
      goesOn: '201',
      play: async (cast, wrong) => {
        await atPayments(cast, asking());
        return atPayments(cast, asking(wrong ? {} : { headers: [['Idempotency-Key', 'key-2']] }));
      },
    },
    both('payments', ['400 invalid_request', '201'], (wrong) => asking(wrong ? { headers: [] } : {})),
  ],
  'api.partner-data': [
    {
      party: 'invoices',
      apis: { rates: { USD: 1.08, XTS: -3 } },
      refusal: '502',
      goesOn: '200',
      play: (cast, wrong) => atInvoices(cast, wrong ? { path: '/invoices/inv-1001/converted?currency=XTS' } : convert),
    },
  ],
  'api.inner-query': [
    both('invoices', ['400 invalid_request', '200'], (wrong) => ({ path: `/customers?name=Blue${wrong ? '%26owner%3Dcarol' : ''}` })),
  ],
  'api.original-subject': [
    both('payments', ['403', '201'], (wrong) => asking(wrong ? { claims: MACHINE } : {})),
    {
      party: 'payments',
      beside: ['api.every-step'],
      refusal: '403',
      goesOn: '200',
      play: async (cast, wrong) => atPayments(cast, { path: await asked(cast), body: SMALL, claims: wrong ? MACHINE : {} }),
    },
  ],
  'api.trust-zone': [
    both('payments', ['403', '201'], (wrong) => asking({ claims: { aud: [PAYMENTS, wrong ? PARTNER : INVOICES_API] } })),
    {
      party: 'invoices',
      apis: { way: 'share' },
      refusal: '403',
      goesOn: '200',
      right: '201',
      play: (cast, wrong) =>
        wrong
          ? atInvoices(cast, convert)
          : atInvoices(cast, {
              claims: { aud: ['https://api.lab.test', PAYMENTS] },
              method: 'POST',
              path: '/invoices/inv-1001/payments',
              headers: [KEY],
              body: SMALL,
            }),
    },
  ],
  'api.actor': [
    both('payments', ['403', '201'], (wrong) =>
      asking({ claims: { act: { sub: wrong ? 'rogue' : 'invoices-api', act: { sub: wrong ? 'invoices-api' : 'rogue' } } } }),
    ),
  ],
  'http.outbound-url': [both('invoices', ['400 invalid_request', '201'], (wrong) => webhook(wrong ? OUTSIDE_URL : `${PARTNER}/hooks`))],
  'http.outbound-redirect': [
    {
      party: 'invoices',
      apis: { partnerMoved: `${PARTNER}/hooks` },
      beside: ['api.partner-data'],
      refusal: '502',
      goesOn: '200',
      right: '201',
      play: (cast, wrong) => atInvoices(cast, wrong ? convert : webhook(`${PARTNER}/hooks`)),
    },
  ],
} as const satisfies Partial<Record<CheckId, readonly CheckCase[]>>;

const PRIVATE = (response: HttpResponse): string => (response.body.includes('iban') ? 'bank details' : 'no bank details');

function readFields(get: (cast: Company) => Promise<HttpResponse>, party: PartyId = 'invoices'): DutyCase {
  return { party, seen: ['no bank details', 'bank details'], play: async (cast) => PRIVATE(await get(cast)) };
}

/** Duties of the APIs. */
export const apiDuties = {
  'api.read-fields': [
    readFields((cast) => atInvoices(cast, { path: '/invoices' })),
    readFields((cast) => atInvoices(cast, { path: '/invoices/inv-1001' })),
    readFields((cast) => atInvoices(cast, { path: '/invoices?ids=inv-1001' })),
    readFields((cast) => atInvoices(cast, { path: '/export' })),
    {
      party: 'payments',
      seen: ['shown', 'all'],
      play: async (cast) =>
        'at' in jsonBody(await atPayments(cast, { sub: 'carol', method: 'GET', path: '/payments/pay-2001' })) ? 'all' : 'shown',
    },
  ],
} as const satisfies Partial<Record<CheckId, readonly DutyCase[]>>;

/** Answers of the payments API are not kept either. */
export const noStoreAtPayments: DutyCase = {
  party: 'payments',
  seen: ['no-store', 'nothing'],
  play: async (cast) => header(await atPayments(cast, { method: 'GET', path: '/me' }), 'cache-control') ?? 'nothing',
};
