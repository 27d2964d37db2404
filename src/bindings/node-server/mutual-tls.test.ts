import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createSecureDoor } from './mutual-tls.ts';
import { wireTo } from './socket.fixture.ts';

test('a handshake that does not come, stops in the middle, or is none, ends its connection', async () => {
  const door = createSecureDoor(() => () => undefined, [], 100);
  const server = door.server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    door.closeAllConnections();
    door.server.close();
  });
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [silent, halting, plain] = [await wireTo(origin), await wireTo(origin), await wireTo(origin)];
  // The beginning of a ClientHello. RFC 8446 §5.1
  halting.send('\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC');
  plain.send('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await Promise.all([silent.closed, halting.closed, plain.closed]);
  expect([silent.socket.destroyed, halting.socket.destroyed, plain.socket.destroyed]).toEqual([true, true, true]);
});
