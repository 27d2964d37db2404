import { expect, test } from 'vitest';
import { header } from '../http/message.ts';
import type { HttpRequest } from '../http/message.ts';
import { failed, passed } from '../protocol/finding.ts';
import type { Service } from '../trace/span.ts';
import { createWorld, MESSAGE_LIMIT, NetworkError } from './world.ts';
import type { WorldOptions } from './world.ts';

const get = (url: string, body = ''): HttpRequest => ({ method: body === '' ? 'GET' : 'POST', url, headers: [], body });
const ok: Service = async () => ({ status: 200, headers: [], body: 'ok' });

const world = (services: WorldOptions['services'], options: Partial<WorldOptions> = {}) =>
  createWorld({
    parties: [
      { id: 'app', name: 'Ledger app', kind: 'client', origins: [] },
      { id: 'gateway', name: 'Gateway', kind: 'gateway', origins: ['https://api.lab.test'] },
      { id: 'invoices', name: 'Invoices API', kind: 'api', origins: ['https://invoices.internal.lab.test'] },
    ],
    services,
    ...options,
  });

test('a nested call hangs below the exchange it was made in and keeps its trace id', async () => {
  const lab = world({ gateway: async (_request, span) => span.fetch(get('https://invoices.internal.lab.test/invoices')), invoices: ok });
  await lab.deliver(get('https://api.lab.test/invoices'), { from: 'app', step: 'call', key: 'call#0' });
  const [outer, inner] = lab.trace().exchanges;
  expect(inner).toMatchObject({ number: 2, parent: 1, from: 'gateway', to: 'invoices', step: 'call' });
  const traceId = (exchange: typeof outer) => exchange && header(exchange.request, 'traceparent')?.slice(3, 35);
  expect(traceId(inner)).toBe(traceId(outer));
  expect(inner?.key).toBeUndefined();
});

test('a planned check that is never made reads not reached once the answer is there', async () => {
  const lab = world({
    gateway: async (_request, span) => {
      span.plan('gateway.credential', 'gateway.scope');
      span.check('gateway.credential', failed('a credential'));
      return { status: 401, headers: [], body: '' };
    },
  });
  await lab.deliver(get('https://api.lab.test/'), { from: 'app' });
  expect(lab.trace().exchanges[0]?.checks.map(({ check, outcome }) => [check, outcome])).toEqual([
    ['http.message-size', 'passed'],
    ['gateway.credential', 'failed'],
    ['gateway.scope', 'not-reached'],
  ]);
});

test('a check that is off lets the message through and records what it would have found', async () => {
  const lab = world(
    {
      gateway: async (_request, span) => ({ status: span.check('jwt.audience', failed('us', 'them')) ? 200 : 401, headers: [], body: '' }),
    },
    { off: ['jwt.audience'] },
  );
  const { response } = await lab.deliver(get('https://api.lab.test/'), { from: 'app' });
  expect(response.status).toBe(200);
  expect(lab.trace().exchanges[0]?.checks.at(-1)).toEqual({
    check: 'jwt.audience',
    party: 'gateway',
    outcome: 'switched-off',
    expected: 'us',
    received: 'them',
    wouldHave: 'failed',
  });
});

test('a check that cannot be switched off refuses even when it is on the list', async () => {
  const lab = world(
    {
      gateway: async (_request, span) => ({
        status: span.check('gateway.credential', failed('a credential')) ? 200 : 401,
        headers: [],
        body: '',
      }),
    },
    { off: ['gateway.credential'] },
  );
  expect((await lab.deliver(get('https://api.lab.test/'), { from: 'app' })).response.status).toBe(401);
});

test('a duty that is off is recorded as left out', async () => {
  const lab = world(
    {
      gateway: async (_request, span) => ({
        status: span.duty('http.no-store', 'Cache-Control: no-store') ? 200 : 500,
        headers: [],
        body: '',
      }),
    },
    { off: ['http.no-store'] },
  );
  expect((await lab.deliver(get('https://api.lab.test/'), { from: 'app' })).response.status).toBe(500);
  expect(lab.trace().exchanges[0]?.checks.at(-1)).toMatchObject({ outcome: 'left-out' });
});

test('a message over the limit is answered 413 and the service never sees it', async () => {
  let seen = false;
  const lab = world({
    gateway: async () => {
      seen = true;
      return { status: 200, headers: [], body: '' };
    },
  });
  const { response } = await lab.deliver(get('https://api.lab.test/', 'x'.repeat(MESSAGE_LIMIT)), { from: 'app' });
  expect(response.status).toBe(413);
  expect(seen).toBe(false);
});

test('a message to an address where nobody answers is recorded with the reason', async () => {
  const lab = world({});
  await expect(lab.deliver(get('https://nowhere.example/'), { from: 'app' })).rejects.toThrow(NetworkError);
  expect(lab.trace().exchanges[0]).toMatchObject({ to: 'nobody', failure: 'Nobody answers at https://nowhere.example.' });
});

test('two worlds with one seed draw the same bytes and never see each other', async () => {
  const [one, other] = [world({ gateway: ok }), world({ gateway: ok })];
  expect([...one.random(32)]).toEqual([...other.random(32)]);
  await one.deliver(get('https://api.lab.test/'), { from: 'app' });
  expect(other.trace().exchanges).toEqual([]);
});

test('an actor adds its own checks of an answer to the exchange', async () => {
  const lab = world({ gateway: ok });
  const { exchange } = await lab.deliver(get('https://api.lab.test/'), { from: 'app' });
  const judge = lab.judge(exchange, 'app');
  judge.plan('rp.state', 'rp.id-token-nonce');
  expect(judge.check('rp.state', passed('same'))).toBe(true);
  expect(lab.trace().exchanges[0]?.checks.slice(1)).toMatchObject([
    { check: 'rp.state', party: 'app', outcome: 'passed' },
    { check: 'rp.id-token-nonce', party: 'app', outcome: 'not-reached' },
  ]);
});

test('evidence is shortened, however long what came', async () => {
  const lab = world({
    gateway: async (_request, span) => ({
      status: span.check('jwt.audience', failed('us', 'x'.repeat(10_000))) ? 200 : 401,
      headers: [],
      body: '',
    }),
  });
  await lab.deliver(get('https://api.lab.test/'), { from: 'app' });
  expect(lab.trace().exchanges[0]?.checks.at(-1)?.received?.length).toBeLessThan(500);
});

test('a world that keeps the newest exchanges forgets older ones and numbers on', async () => {
  const lab = world({ gateway: ok }, { keep: 2 });
  for (let sent = 0; sent < 5; sent += 1) await lab.deliver(get('https://api.lab.test/'), { from: 'app' });
  expect(lab.trace().exchanges.map(({ number }) => number)).toEqual([4, 5]);
});

test('a world goes by the clock it is given', async () => {
  const lab = world(
    { gateway: async (_request, span) => ({ status: 200, headers: [], body: String(span.now()) }) },
    {
      clock: { now: () => 77_000, advance: () => undefined },
    },
  );
  expect((await lab.deliver(get('https://api.lab.test/'), { from: 'app' })).response.body).toBe('77000');
});

test('somebody on the wire changes what arrives, and what was recorded is what arrived', async () => {
  const lab = world({ gateway: async (_request, span) => span.fetch(get('https://invoices.internal.lab.test/invoices')), invoices: ok });
  lab.meddler = (answer, _request, from) => (from === 'invoices' ? { ...answer, status: 418 } : answer);
  expect((await lab.deliver(get('https://api.lab.test/invoices'), { from: 'app' })).response.status).toBe(418);
  lab.meddler = () => {
    throw new NetworkError('No answer came in time.');
  };
  await expect(lab.deliver(get('https://api.lab.test/invoices'), { from: 'app' })).rejects.toThrow(NetworkError);
  expect(lab.trace().exchanges.map(({ response, failure }) => response?.status ?? failure)).toEqual([
    418,
    418,
    undefined,
    'No answer came in time.',
  ]);
});
