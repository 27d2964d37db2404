import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createCast } from '#engine/actors/company.ts';
import { encodeForm, parseForm } from '#engine/http/form.ts';
import { header, headerValues, mediaType, messageSize } from '#engine/http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { CLIENTS } from '#engine/world/clients.ts';
import { INNER_KEY, gatewayData } from '#engine/world/gateway-data.ts';
import { ACCESS_TOKEN_KEY, ID_TOKEN_KEY } from '#engine/world/keys/keys.ts';
import { createLandscape } from '#engine/world/landscape.ts';
import { mintAccessToken } from '#engine/world/mint-access-token.ts';
import { PARTNER_KEYS } from '#engine/world/parties.ts';
import { USERS } from '#engine/world/users.ts';
import { MESSAGE_LIMIT, NetworkError } from '#engine/world/world.ts';
import { ADDRESSES, HEADERS, NAMES, TROUBLE, bombs } from './hostile-parts.ts';

/** Values that mean something somewhere, among others that mean trouble. */
let meaningful: string[] = [];
/** What no answer may hold. */
let secrets: string[] = [];

beforeAll(async () => {
  const world = createLandscape();
  const tokens = await Promise.all(
    ['alice', 'carol'].map((sub) => mintAccessToken(world, { sub, scope: 'openid invoice_read invoice_write payment_write' })),
  );
  meaningful = [
    ...Object.values(CLIENTS).flatMap(({ id, redirectUris }) => [id, ...redirectUris]),
    ...[
      'code',
      'token',
      'none',
      'S256',
      'openid invoice_read',
      'query',
      'form_post',
      'authorization_code',
      'refresh_token',
      'client_credentials',
    ],
    ...[
      'urn:ietf:params:oauth:grant-type:token-exchange',
      'urn:ietf:params:oauth:grant-type:device_code',
      'Allow',
      '0',
      '300',
      'application/json',
    ],
    ...['urn:ietf:params:oauth:token-type:access_token', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', 'inv-1001,inv-1003'],
    ...(await bombs()).flatMap((bomb) => [bomb, `Bearer ${bomb}`]),
    ...tokens.flatMap((token) => [token, `Bearer ${token}`, `DPoP ${token}`, `${token}.`, token.replace(/\.[^.]*$/, '.')]),
    ...[
      'Basic bGVkZ2VyOndyb25n',
      '{"customer":"C-1","amount":10}',
      '{"creditor":"C-1","amount":10,"amount":99}',
      '{"url":"https://metadata.internal.lab.test/"}',
    ],
  ];
  secrets = [
    ...Object.values(CLIENTS).flatMap((client) => ('secret' in client ? [client.secret] : [])),
    ...USERS.flatMap(({ password, authenticator }) => [password, authenticator].filter((secret) => secret !== undefined)),
    ...gatewayData(0).apiKeys.map(({ key }) => key),
    ...Object.values(PARTNER_KEYS),
    ...[ACCESS_TOKEN_KEY.d, ID_TOKEN_KEY.d, INNER_KEY.d].flatMap((part) => (typeof part === 'string' ? [part] : [])),
  ];
});

const value = fc.oneof(
  { weight: 4, arbitrary: fc.nat().map((at) => meaningful[at % Math.max(1, meaningful.length)] ?? '') },
  { weight: 2, arbitrary: fc.constantFrom(...TROUBLE) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);
const fields = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 9 });
const body = fc.oneof(
  { weight: 4, arbitrary: fields.map((list) => ({ type: 'application/x-www-form-urlencoded', text: encodeForm(list) })) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 4 }).map((text) => ({ type: 'application/json', text })) },
  { weight: 2, arbitrary: value.map((text) => ({ type: 'application/json', text })) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }).map((text) => ({ type: 'text/plain', text })) },
);
const request: fc.Arbitrary<HttpRequest> = fc
  .record({
    address: fc.constantFrom(...ADDRESSES),
    tail: fc.oneof(
      { weight: 6, arbitrary: fc.constant('') },
      { weight: 1, arbitrary: fc.constantFrom('/', '/..', '//', '/%2e%2e/', '%00', '/x', ';a=b') },
    ),
    method: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom('GET', 'POST') },
      fc.constantFrom('PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'get', 'TRACE', ''),
    ),
    query: fields,
    headers: fc.array(fc.tuple(fc.constantFrom(...HEADERS), value), { maxLength: 5 }),
    body,
  })
  .map(({ address, tail, method, query, headers, body: { type, text } }) => ({
    method,
    url: `${address}${tail}${query.length === 0 ? '' : `?${encodeForm(query)}`}`,
    headers: [['Content-Type', type], ...headers],
    body: method === 'GET' ? '' : text,
  }));

/** Statuses that a party here may answer with. */
const SPECIFIED = new Set([200, 201, 202, 204, 303, 307, 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 431, 502, 503]);

/** Everything that is wrong with an answer, whatever was asked. */
function faults({ method }: HttpRequest, response: HttpResponse): string[] {
  const { status, headers, body: text } = response;
  const said = JSON.stringify(response);
  const isJson = /^application\/(?:[a-z.-]+\+)?json$/.test(mediaType(response) ?? '');
  const parses = (): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  return [
    ...(SPECIFIED.has(status) ? [] : [`status ${status}`]),
    ...(headers.some(([name, text_]) => /[\r\n\u0000]/.test(name + text_)) ? ['a header that breaks its line'] : []),
    ...(messageSize(response) > MESSAGE_LIMIT ? ['larger than a message may be'] : []),
    ...(isJson && text !== '' && !parses() ? ['JSON that is none'] : []),
    ...(text !== '' && mediaType(response) === undefined ? ['a body of no type'] : []),
    ...(status === 401 && headerValues(response, 'www-authenticate').length === 0 ? ['401 without a challenge'] : []),
    ...(status === 405 && header(response, 'allow') === undefined ? ['405 without Allow'] : []),
    ...(status === 429 && header(response, 'retry-after') === undefined ? ['429 without Retry-After'] : []),
    ...(status === 303 && header(response, 'location') === undefined ? ['303 to nowhere'] : []),
    ...(method === 'HEAD' && text !== '' ? ['HEAD with a body'] : []),
    ...secrets.filter((secret) => said.includes(secret)).map(() => 'a secret'),
  ];
}

async function answersOf(world: ReturnType<typeof createLandscape>, sent: HttpRequest): Promise<string[]> {
  const { response } = await world.deliver(sent, { from: 'attacker' });
  return faults(sent, response).map((fault) => `${sent.method} ${sent.url.slice(0, 90)}: ${fault}`);
}

test.each([
  [[]],
  [['http.method', 'jwt.signature', 'jwt.algorithm', 'jwt.algorithm-key', 'jwt.header-json', 'api.own-validation', 'client.one-method']],
] as const)(
  'whatever comes to any address gets an answer that its specification allows; off: %j',
  async (off) => {
    let world = createLandscape({ off: [...off] });
    let sent = 0;
    await fc.assert(
      fc.asyncProperty(request, async (one) => {
        if (sent++ % 500 === 499) world = createLandscape({ off: [...off] });
        expect(await answersOf(world, one)).toEqual([]);
      }),
      { numRuns: 2500 },
    );
  },
  120_000,
);

describe('an answer as specified comes to', () => {
  test.each(ADDRESSES)('%s, for ten thousand parameters, and for a body of nested arrays', async (address) => {
    const world = createLandscape();
    const many = [(at: number) => at.toString(36), () => 'p=1', (at: number) => `%70${at % 7}`].map((one) =>
      Array.from({ length: 10_000 }, (_, at) => one(at)).join('&'),
    );
    for (const method of ['GET', 'POST'])
      for (const list of many) {
        const headers: Header[] = [['Content-Type', 'application/x-www-form-urlencoded']];
        const url = method === 'GET' ? `${address}?${list}` : address;
        expect(await answersOf(world, { method, url, headers, body: method === 'GET' ? '' : list })).toEqual([]);
      }
    const nested = '['.repeat(30_000);
    expect(await answersOf(world, { method: 'POST', url: address, headers: [['Content-Type', 'application/json']], body: nested })).toEqual(
      [],
    );
    const tooLarge = 'x'.repeat(MESSAGE_LIMIT + 1);
    const { response } = await world.deliver({ method: 'POST', url: address, headers: [], body: tooLarge }, { from: 'attacker' });
    expect(response.status).toBe(413);
  });
});

interface Company {
  readonly cast: ReturnType<typeof createCast>;
  /** Faults of the answers so far. */
  readonly found: string[];
}

/** A company whose n-th message is changed on its way. */
function companyWith(at: number, change: (sent: HttpRequest) => HttpRequest): Company {
  const found: string[] = [];
  let count = 0;
  const cast = createCast({
    off: [],
    stage: undefined,
    step: (_id, action) => action(),
    async send(from, asked) {
      const sent = count++ === at ? change(asked) : asked;
      const { response, exchange } = await cast.world.deliver(sent, { from });
      found.push(...faults(sent, response).map((fault) => `message ${count}, ${sent.method} ${sent.url.slice(0, 90)}: ${fault}`));
      return { request: sent, response, judge: cast.world.judge(exchange, from) };
    },
  });
  return { cast, found };
}

const ALICE = { username: 'alice', password: 'wonderland' };

/** Honest traffic of every kind of login, and of what follows one. */
const TRAFFIC: Readonly<Record<string, (cast: Company['cast']) => Promise<void>>> = {
  async 'a web app'({ browser, app, gateway }) {
    await app.discover();
    await browser.navigate(app.authorizationRequest());
    await browser.submit(ALICE);
    await browser.submit({}, { button: 'Allow' });
    await app.redeem();
    await app.userInfo();
    await app.get(`${gateway}/invoices/inv-1001`);
    await app.post(`${gateway}/invoices`, { customer: 'C-204', amount: 12 });
    await app.refresh();
  },
  async 'a phone'({ browser, phone, gateway }) {
    await browser.navigate(phone.authorizationRequest());
    await browser.submit(ALICE);
    await browser.submit({}, { button: 'Allow' });
    await phone.redeem();
    await phone.get(`${gateway}/invoices`);
  },
  async 'a back end of a page'({ browser }) {
    await browser.navigate('https://expenses.lab.test/login?return=/sum');
    await browser.submit(ALICE);
    await browser.submit({}, { button: 'Allow' });
    await browser.fetch({ url: 'https://expenses.lab.test/api/invoices', headers: [['X-Requested-By', 'expenses']] });
  },
};

/** One part of a message in the place of which something else comes. */
function withTrouble({ method, url, headers, body: text }: HttpRequest, place: number, trouble: string): HttpRequest {
  const [address = '', query = ''] = url.split('?');
  const queried = parseForm(query);
  const posted = parseForm(text);
  const at = place % (headers.length + queried.length + posted.length + 3);
  const put = (list: readonly Header[], index: number): Header[] => list.map((pair, here) => (here === index ? [pair[0], trouble] : pair));
  if (at < headers.length) return { method, url, headers: put(headers, at), body: text };
  const inQuery = at - headers.length;
  if (inQuery < queried.length) return { method, url: `${address}?${encodeForm(put(queried, inQuery))}`, headers, body: text };
  const inBody = inQuery - queried.length;
  if (inBody < posted.length) return { method, url, headers, body: encodeForm(put(posted, inBody)) };
  const rest = inBody - posted.length;
  if (rest === 0) return { method, url, headers: [...headers, ...headers.slice(0, 1)], body: text };
  return rest === 1 ? { method, url, headers, body: trouble } : { method: trouble.slice(0, 8), url, headers, body: text };
}

test.each(Object.keys(TRAFFIC))(
  'one part of one message of %s is trouble, and every answer is as specified',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(14), fc.nat(30), value, async (at, place, trouble) => {
        const { cast, found } = companyWith(at, (sent) => withTrouble(sent, place, trouble));
        await TRAFFIC[kind]?.(cast).catch((error: unknown) => {
          if (!(error instanceof NetworkError)) throw error;
        });
        expect(found).toEqual([]);
      }),
      { numRuns: 250 },
    );
  },
  120_000,
);

/** The request with something behind every value in it: of a header, of the query, of a form. */
function withEveryValue({ method, url, headers, body: text }: HttpRequest, behind: string): HttpRequest {
  const put = (list: readonly Header[]): Header[] => list.map(([name, given]) => [name, given + behind]);
  const [address = '', query] = url.split('?');
  const isForm = headers.some(([, type]) => type === 'application/x-www-form-urlencoded');
  const typed = headers.map(([name, given]): Header => (name.toLowerCase() === 'content-type' ? [name, given] : [name, given + behind]));
  return {
    method,
    url: query === undefined ? url : `${address}?${encodeForm(put(parseForm(query)))}`,
    headers: typed,
    body: isForm ? encodeForm(put(parseForm(text))) : text,
  };
}

test.each(Object.keys(TRAFFIC))(
  'a line that breaks in every value of one message of %s breaks no line of an answer',
  async (kind) => {
    for (const behind of ['\r\nX-Injected: yes', '\nX-Injected: yes', '%0d%0aX-Injected: yes', '\u560d\u560aX-Injected: yes'])
      for (let at = 0; at < 15; at += 1) {
        const { cast, found } = companyWith(at, (sent) => withEveryValue(sent, behind));
        await TRAFFIC[kind]?.(cast).catch((error: unknown) => {
          if (!(error instanceof NetworkError)) throw error;
        });
        expect(found).toEqual([]);
      }
  },
  120_000,
);
