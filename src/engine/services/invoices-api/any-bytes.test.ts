import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rehearse } from '../../../../tests/rehearsal.ts';
import { CATALOGUE, isCheckId } from '../../checks/whole-catalogue.ts';
import type { Header } from '../../http/message.ts';
import type { ApiOptions } from '../../world/landscape.ts';
import { tokenFor } from '../resource-server/protected-world.fixture.ts';
import { ENDPOINTS } from './endpoints.ts';
import { MORE_ENDPOINTS } from './more-endpoints.ts';

const INVOICES = 'https://invoices.internal.lab.test';
const PAYMENTS = 'https://payments.internal.lab.test';
const PARTNER = 'https://partner.lab.test';
const METADATA = 'https://metadata.internal.lab.test';

/** Any of these is an answer that RFC 9110, RFC 6585, RFC 6750 or RFC 9457 has a meaning for here; a 500 is not. */
const SPECIFIED = [200, 201, 202, 204, 308, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 502];

const inside = { scope: 'invoice_read invoice_write invoice_export payment_read payment_write' };
const TOKENS = [
  await tokenFor('alice', inside),
  await tokenFor('bob', inside),
  await tokenFor('carol', inside),
  await tokenFor('alice', { ...inside, aud: ['https://api.lab.test', PAYMENTS] }),
  await tokenFor('carol', { ...inside, aud: PAYMENTS, act: { sub: 'invoices-api', act: { sub: 'gateway' } } }),
  await tokenFor('alice', {
    ...inside,
    aud: ['https://api.lab.test', PAYMENTS],
    embedded: { [PAYMENTS]: await tokenFor('alice', { ...inside, aud: PAYMENTS }) },
  }),
  await tokenFor('robot', { ...inside, aud: ['https://api.lab.test', PAYMENTS], sub: 'robot', client_id: 'robot' }),
];

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '\uD800', '\u202E\u0000', '__proto__', 'constructor', '%', '%ff', '..%2f', '-0', '1e309', 'NaN', '9'.repeat(400)),
);
const id = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('inv-1001', 'inv-1003', 'inv-2001', 'pay-2001') },
  { weight: 1, arbitrary: odd },
);
type Route = readonly [method: string, path: string];

const AT_INVOICES = [...ENDPOINTS, ...MORE_ENDPOINTS].map(({ method, path }): Route => [method, path]);
const AT_PAYMENTS: readonly Route[] = [
  ['GET', '/me'],
  ['GET', '/payments'],
  ['POST', '/payments'],
  ['GET', '/payments/{id}'],
  ['POST', '/payments/{id}/confirm'],
];
const AT_PARTNER: readonly Route[] = [
  ['GET', '/rates'],
  ['POST', '/quotes'],
  ['POST', '/messages'],
  ['GET', '/customers'],
  ['POST', '/hooks'],
];
const AT_METADATA: readonly Route[] = [
  ['GET', '/latest/credentials'],
  ['POST', '/latest/hostname'],
];

const method = fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'constructor');

/** Mostly a route that is there, with its method; else anything. */
function routeOf(routes: readonly Route[]): fc.Arbitrary<Route> {
  const there = fc
    .tuple(fc.constantFrom(...routes), id, id)
    .map(([[verb, pattern], one, two]): Route => [verb, pattern.replace('{id}', () => one).replace('{payment}', () => two)]);
  const anything = fc.tuple(
    method,
    fc.oneof(
      fc.constantFrom('/', '//', '/%', '/invoices/..%2Fexport', ...routes.map(([, path]) => path)),
      odd.map((text) => `/${text}`),
    ),
  );
  return fc.oneof({ weight: 5, arbitrary: there }, { weight: 1, arbitrary: anything });
}

const query = fc.array(
  fc.tuple(
    fc.constantFrom('ids', 'limit', 'after', 'status', 'name', 'currency', 'owner', 'reference', 'access_token'),
    fc.oneof(odd, fc.constantFrom('2', '1000000', '-1', 'inv-1001,inv-1003', 'USD', 'Blue&owner=carol', 'open')),
  ),
  { maxLength: 3 },
);

const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const BOMBS = [
  deep(5),
  deep(30_000),
  `{"amount":${'9'.repeat(5_000)}}`,
  '{"amount":1e999,"customer":"C-204"}',
  '{"creditor":"C-204","amount":-0}',
  '{"customer":"C-204","amount":1,"amount":2}',
  '{"creditor":"C-204","amount":1,"amount":2}',
  '{"__proto__":{"status":"paid"},"amount":5}',
  '{"constructor":{"prototype":{}},"amount":5}',
  '{"customer":"C-\u{1D7D8}\u{1D7D8}\u{1D7D8}","amount":1}',
  '{"customer":"\\ud800","amount":1}',
  '\uFEFF{"amount":1}',
  `{${Array.from({ length: 3_000 }, (_, index) => `"a${index}":1`).join(',')}}`,
  `{"url":"${PARTNER}/hooks","url":"${METADATA}"}`,
  `{"url":"${METADATA}/latest/credentials"}`,
  `{"url":"${PARTNER}/quotes"}`,
  `{"url":"${'x'.repeat(2_000)}"}`,
  'null',
  '',
];
const GOOD = [
  '{"customer":"C-204","amount":95}',
  '{"creditor":"C-204","amount":95}',
  '{"amount":1.5}',
  `{"url":"${PARTNER}/hooks"}`,
  '{"from":"EUR","to":"USD"}',
];
const body = fc.oneof(
  fc.constantFrom(...BOMBS),
  fc.constantFrom(...GOOD),
  fc.json(),
  odd,
  fc.dictionary(odd, fc.jsonValue()).map((value) => JSON.stringify(value)),
);

const headers: fc.Arbitrary<Header[]> = fc.array(
  fc.oneof(
    fc.tuple(
      fc.constant('Authorization'),
      fc.oneof(
        fc.constantFrom(...TOKENS).map((token) => `Bearer ${token}`),
        odd,
      ),
    ),
    fc.tuple(fc.constant('Idempotency-Key'), fc.oneof(fc.constantFrom('one', 'two'), odd)),
    fc.tuple(fc.constantFrom('Content-Type', 'X-User', 'Host', 'Cookie', 'DPoP', 'authorization', '__proto__'), odd),
  ),
  { maxLength: 3 },
);
const authorized = fc
  .tuple(fc.constantFrom(...TOKENS), headers)
  .map(([token, more]): Header[] => [
    ['Authorization', `Bearer ${token}`],
    ...more.filter(([name]) => name.toLowerCase() !== 'authorization'),
  ]);

const off = fc.subarray(
  Object.keys(CATALOGUE).filter((one): one is keyof typeof CATALOGUE => isCheckId(one) && /^(?:api|http|gateway|jwt)\./.test(one)),
  { maxLength: 8 },
);
const apis: fc.Arbitrary<ApiOptions> = fc.record({
  way: fc.constantFrom('exchange', 'embed', 'share', 'own'),
  rates: fc.constantFrom({ USD: 1.08 }, { USD: -3 }, { USD: 1e300 }, {}),
  partnerMoved: fc.constantFrom(undefined, 'https://evil.lab.test/quotes', `${PARTNER}/quotes`, 'nowhere', '//'),
});

const requestTo = (routes: readonly Route[]) =>
  fc.record({
    route: routeOf(routes),
    query,
    headers: fc.oneof({ weight: 6, arbitrary: authorized }, { weight: 1, arbitrary: headers }),
    body,
  });

describe.each([
  ['the invoices API', INVOICES, AT_INVOICES, 1_500],
  ['the payments API', PAYMENTS, AT_PAYMENTS, 700],
  ['the partner', PARTNER, AT_PARTNER, 200],
  ['the metadata host', METADATA, AT_METADATA, 50],
  ['the gateway', 'https://api.lab.test', AT_INVOICES, 400],
])('%s', (_name, origin, routes, numRuns) => {
  test('answers any messages, one after the other, with what its specifications know, whatever is switched off', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(requestTo(routes), { minLength: 1, maxLength: 3 }), off, apis, async (requests, switchedOff, setUp) => {
        const { world } = rehearse({ off: switchedOff, apis: setUp });
        for (const { route, query: fields, headers: sent, body: text } of requests) {
          const [verb, where] = route;
          const search = fields.map(([name, value]) => `${name}=${value.replaceAll('#', '')}`).join('&');
          const url = `${origin}${where}${search === '' ? '' : `?${search}`}`;
          if (world.partyAt(url) === undefined) continue;
          const { response } = await world.deliver({ method: verb, url, headers: sent, body: text }, { from: 'app' });
          expect(SPECIFIED).toContain(response.status);
          for (const [, value] of response.headers) expect(value).toMatch(/^[\x20-\x7E]*$/);
          if (response.status >= 400 && response.status !== 413) {
            expect(response.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]).toBe('application/problem+json');
            expect(JSON.parse(response.body)).toMatchObject({ status: response.status, title: expect.any(String) });
          }
        }
        for (const { response, failure } of world.trace().exchanges) expect(response?.status ?? failure).not.toBe(500);
      }),
      { numRuns },
    );
  });
});
