import { createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createLandscape } from '#engine/world/landscape.ts';
import { createLiveFeed } from './live-feed.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

interface Watched {
  readonly landscape: ReturnType<typeof createLandscape>;
  readonly feed: ReturnType<typeof createLiveFeed>;
  readonly port: number;
}

async function watched(): Promise<Watched> {
  const landscape = createLandscape();
  const feed = createLiveFeed(landscape);
  const server = createServer((request, response) => feed.watch(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { landscape, feed, port: (server.address() as AddressInfo).port };
}

function open(port: number, headers: Readonly<Record<string, string>> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/live/events', headers: { ...headers } }, resolve).on('error', reject);
  });
}

/** The next event of a stream, by name and data. */
async function next(stream: IncomingMessage): Promise<readonly [name: string | undefined, data: unknown]> {
  const chunk = await new Promise<string>((resolve) => stream.once('data', (bytes: Buffer) => resolve(bytes.toString())));
  const [, name, data = 'null'] = /^event: (\w+)\ndata: (.*)\n\n$/.exec(chunk) ?? [];
  return [name, JSON.parse(data)];
}

const CALL = { method: 'GET', url: 'https://api.lab.test/invoices', headers: [], body: '' } as const;

test('who begins to watch is told what is remembered, then each message with its checks once it is over', async () => {
  const { landscape, feed, port } = await watched();
  await landscape.deliver(CALL, { from: 'attacker' });
  const stream = await open(port);
  expect(stream.headers['content-type']).toBe('text/event-stream');
  expect(await next(stream)).toEqual(['landscape', expect.objectContaining({ exchanges: [expect.objectContaining({ number: 1 })] })]);
  await landscape.deliver(CALL, { from: 'attacker' });
  feed.publish();
  const [name, told] = await next(stream);
  expect([name, told]).toEqual(['exchanges', [expect.objectContaining({ number: 2, to: 'gateway' })]]);
  expect(JSON.stringify(told)).toContain('gateway.credential');
});

test.each([{ host: 'evil.lab.test' }, { origin: 'https://evil.lab.test' }, { origin: 'http://localhost:1' }])(
  'a page of another site may not watch: %j',
  async (headers) => {
    const { port } = await watched();
    expect((await open(port, headers)).statusCode).toBe(403);
  },
);

test('no more than twenty may watch at once', async () => {
  const { port } = await watched();
  const streams = [];
  for (let count = 0; count < 20; count += 1) streams.push(await open(port));
  expect(streams.every(({ statusCode }) => statusCode === 200)).toBe(true);
  expect((await open(port)).statusCode).toBe(403);
});

test('who watches already misses nothing where somebody else begins to', async () => {
  const { landscape, feed, port } = await watched();
  const first = await open(port);
  await next(first);
  await landscape.deliver(CALL, { from: 'attacker' });
  const [told] = await Promise.all([next(first), open(port).then(next)]);
  expect(told).toEqual(['exchanges', [expect.objectContaining({ number: 1 })]]);
  feed.publish();
  await landscape.deliver(CALL, { from: 'attacker' });
  feed.publish();
  expect(await next(first)).toEqual(['exchanges', [expect.objectContaining({ number: 2 })]]);
});

test('a view that does not read is cut off, so that what waits for it stays bounded', async () => {
  const { landscape, feed, port } = await watched();
  const stream = await open(port);
  const closed = new Promise((resolve) => stream.once('close', resolve));
  stream.on('error', () => undefined);
  stream.pause();
  const large = { ...CALL, headers: [['X-Large', 'x'.repeat(60_000)]] } as const;
  for (let sent = 0; sent < 400; sent += 1) {
    await landscape.deliver(large, { from: 'attacker' });
    feed.publish();
  }
  stream.resume();
  await closed;
  expect(stream.complete).toBe(false);
});
