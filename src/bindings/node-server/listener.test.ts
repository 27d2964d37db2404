import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { headerValues } from '#engine/http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import { MESSAGE_LIMIT } from '#engine/world/world.ts';
import { createHttpServer, createRequestListener } from './listener.ts';
import { wireTo } from './socket.fixture.ts';

const received: HttpRequest[] = [];
afterEach(() => void received.splice(0));

const OFF: readonly Header[] = [['Lab-Switched-Off', 'jwt.audience']];

/** A port whose party answers everything alike; what it was asked is in `received`. */
async function door(answer: Partial<HttpResponse> = {}, arrival?: number): Promise<string> {
  const server = createHttpServer(OFF, arrival);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const deliver = async (request: HttpRequest): Promise<HttpResponse> => {
    received.push(request);
    return { status: 200, headers: [['Content-Type', 'text/plain']], body: 'ok', ...answer };
  };
  server.on('request', createRequestListener({ origin, deliver, headers: OFF }));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return origin;
}

async function exchange(origin: string, request: string, end = /\r\n\r\n[^]*$/): Promise<string> {
  const wire = await wireTo(origin);
  wire.send(request.replaceAll('HOST', new URL(origin).host));
  const came = await wire.until(end);
  wire.socket.destroy();
  return came;
}

test('a request arrives as it was sent: method, path undecoded, headers repeated and in order, body', async () => {
  const origin = await door();
  await exchange(origin, 'POST /a%2Fb/../c?x=%20 HTTP/1.1\r\nHost: HOST\r\nX-One: 1\r\nx-one: 2\r\nContent-Length: 6\r\n\r\ncafÃ©!');
  expect(received[0]).toMatchObject({ method: 'POST', url: `${origin}/a%2Fb/../c?x=%20`, body: 'café!' });
  expect(headerValues(received[0] ?? { headers: [] }, 'x-one')).toEqual(['1', '2']);
  expect(received[0]?.headers.map(([name]) => name)).toEqual(['Host', 'X-One', 'x-one', 'Content-Length']);
});

test('an answer leaves as it was given: repeated headers, length in bytes, and what is switched off', async () => {
  const headers = [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
    ['X-Latin', 'é'],
    ['X-Text', '€ \r\nInjected: yes'],
    ['Transfer-Encoding', 'chunked'],
  ] as const;
  const came = await exchange(await door({ headers, body: 'né' }), 'GET / HTTP/1.1\r\nHost: HOST\r\n\r\n', /n\u00C3\u00A9$/);
  expect(came).toMatch(/^HTTP\/1\.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n/);
  expect(came).toContain('X-Latin: é\r\n');
  expect(came).toContain('X-Text: \u00E2\u0082\u00AC ??Injected: yes\r\n');
  expect(came).toContain('Content-Length: 3\r\n');
  expect(came).toContain('Lab-Switched-Off: jwt.audience\r\n');
  expect(came).not.toMatch(/^Injected|^Transfer-Encoding/m);
});

test('a chunked body is put together', async () => {
  await exchange(await door(), 'POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n');
  expect(received[0]?.body).toBe('abcde');
});

test('two requests go over one connection, also when sent at once', async () => {
  const one = 'GET /1 HTTP/1.1\r\nHost: HOST\r\n\r\nGET /2 HTTP/1.1\r\nHost: HOST\r\n\r\n';
  const came = await exchange(await door(), one, /ok[^]*ok$/);
  expect(came.match(/HTTP\/1\.1 200/g)).toHaveLength(2);
  expect(received.map(({ url }) => new URL(url).pathname)).toEqual(['/1', '/2']);
});

test('HEAD is answered with the headers alone', async () => {
  const came = await exchange(await door(), 'HEAD / HTTP/1.1\r\nHost: HOST\r\n\r\nGET /2 HTTP/1.1\r\nHost: HOST\r\n\r\n', /ok$/);
  expect(came.split('HTTP/1.1 200 OK')[1]).toMatch(/Content-Length: 2\r\n[^]*\r\n\r\n$/);
});

test('a body beyond the limit is answered while it still streams, and the answer can be read', async () => {
  const origin = await door({ status: 413 });
  const wire = await wireTo(origin);
  wire.send(`POST / HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nTransfer-Encoding: chunked\r\n\r\n`);
  const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
  wire.send(chunk);
  wire.send(chunk);
  expect(await wire.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 413 /);
  expect(received[0]?.body.length).toBe(MESSAGE_LIMIT + 1);
  // What goes on beyond all measure is cut off.
  for (let sent = 0; sent < 200 && !wire.socket.closed; sent += 1) {
    wire.send(chunk);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await wire.closed;
});

test('a body that announces itself as too large is refused before it is sent', async () => {
  const head = `POST / HTTP/1.1\r\nHost: HOST\r\nExpect: 100-continue\r\nContent-Length: ${MESSAGE_LIMIT + 1}\r\n\r\n`;
  expect(await exchange(await door(), head)).toMatch(/^HTTP\/1\.1 413 /);
  expect(received).toEqual([]);
});

test('a body that announces itself is asked for', async () => {
  const origin = await door();
  const wire = await wireTo(origin);
  wire.send(`POST / HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
  expect(await wire.until(/\r\n\r\n/)).toBe('HTTP/1.1 100 Continue\r\n\r\n');
  wire.send('hi');
  expect(await wire.until(/ok$/)).toContain('HTTP/1.1 200 OK');
  wire.socket.destroy();
});

const CHUNKS = '2\r\n{}\r\n0\r\n\r\n';

test.each([
  ['no HTTP at all', 'hello there\r\n\r\n', 400],
  ['a lower-case version', 'GET / http/1.1\r\nHost: HOST\r\n\r\n', 400],
  ['no Host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['two Hosts', 'GET / HTTP/1.1\r\nHost: HOST\r\nHost: HOST\r\n\r\n', 400],
  ['a space in a header name', 'GET / HTTP/1.1\r\nHost: HOST\r\nX Y: 1\r\n\r\n', 400],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400],
  ['a length beside chunks', 'POST / HTTP/1.1\r\nHost: HOST\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400],
  ['a chunk that is no number', 'POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', 400],
  ['a path without a slash', 'GET * HTTP/1.1\r\nHost: HOST\r\n\r\n', 400],
  ['a fragment', 'GET /invoices#x HTTP/1.1\r\nHost: HOST\r\n\r\n', 400],
  ['the server as a whole', 'OPTIONS * HTTP/1.1\r\nHost: HOST\r\n\r\n', 204],
  ['a method nobody knows', 'BREW / HTTP/1.1\r\nHost: HOST\r\n\r\n', 501],
  ['a method in lower case', 'get / HTTP/1.1\r\nHost: HOST\r\n\r\n', 501],
  ['a version to come', 'GET / HTTP/9.9\r\nHost: HOST\r\n\r\n', 505],
  ['HTTP/2 without its preface', 'GET / HTTP/2.0\r\nHost: HOST\r\n\r\n', 505],
  ['a transfer coding beside chunked', `POST / HTTP/1.1\r\nHost: HOST\r\nTransfer-Encoding: gzip, chunked\r\n\r\n${CHUNKS}`, 501],
  ['chunks in HTTP/1.0', `POST / HTTP/1.0\r\nHost: HOST\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n${CHUNKS}`, 400],
  ['another host', 'GET / HTTP/1.1\r\nHost: rebound.example\r\n\r\n', 421],
  ['another host in the request line', 'GET http://rebound.example/ HTTP/1.1\r\nHost: HOST\r\n\r\n', 421],
  ['a tunnel', 'CONNECT HOST HTTP/1.1\r\nHost: HOST\r\n\r\n', 501],
  ['headers beyond the limit', `GET / HTTP/1.1\r\nHost: HOST\r\nX: ${'x'.repeat(MESSAGE_LIMIT)}\r\n\r\n`, 431],
  ['an expectation nobody knows', 'GET / HTTP/1.1\r\nHost: HOST\r\nExpect: tea\r\n\r\n', 417],
])('%s gets an answer, and no party sees it', async (_what, request, status) => {
  const came = await exchange(await door(), request);
  expect(came).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(came).toContain('Lab-Switched-Off: jwt.audience\r\n');
  expect(came.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(received).toEqual([]);
});

test.each([
  ['the absolute form', 'GET http://HOST/x?y HTTP/1.1\r\nHost: HOST\r\n\r\n', '/x?y'],
  ['the absolute form without a path', 'GET http://HOST HTTP/1.1\r\nHost: HOST\r\n\r\n', '/'],
  ['localhost', 'GET /x HTTP/1.1\r\nHost: LOCAL\r\n\r\n', '/x'],
])('%s names the party too', async (_what, request, path) => {
  const origin = await door();
  await exchange(origin, request.replace('LOCAL', `localhost:${new URL(origin).port}`));
  expect(received[0]?.url).toBe(origin + path);
});

test('a party that throws is a defect that is told, and the connection goes on', async () => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => written.mockRestore());
  const origin = await door({ headers: undefined as never });
  const came = await exchange(origin, 'GET / HTTP/1.1\r\nHost: HOST\r\n\r\nGET / HTTP/1.1\r\nHost: HOST\r\n\r\n', /started[^]*started/);
  expect(came.match(/HTTP\/1\.1 500/g)).toHaveLength(2);
  expect(String(written.mock.calls[0]?.[0])).toContain('A defect of the lab');
});

test('a body that never comes ends in 408, and a sender who leaves is forgotten', async () => {
  const origin = await door({}, 200);
  const slow = await wireTo(origin);
  slow.send(`POST / HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Length: 10\r\n\r\nabc`);
  const leaving = await wireTo(origin);
  leaving.send(`POST / HTTP/1.1\r\nHost: ${new URL(origin).host}\r\nContent-Length: 10\r\n\r\nabc`);
  leaving.socket.destroy();
  expect(await slow.until(/\r\n\r\n/)).toMatch(/^HTTP\/1\.1 408 /);
  await slow.closed;
  expect(received).toEqual([]);
});
