import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** A plain connection to a port, and everything that came back over it. */
export interface Wire {
  readonly socket: Socket;
  /** Sends text as it stands. */
  send(text: string): void;
  /** What has come once a pattern shows in it, or once the other side has closed. */
  until(pattern: RegExp): Promise<string>;
  readonly closed: Promise<unknown>;
}

/** Opens a connection to the port of an origin. */
export async function wireTo(origin: string): Promise<Wire> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  await once(socket, 'connect');
  let came = '';
  socket.setEncoding('latin1');
  socket.on('data', (text: string) => {
    came += text;
  });
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  return {
    socket,
    closed,
    send: (text) => void socket.write(text, 'latin1'),
    async until(pattern) {
      while (!pattern.test(came) && !socket.closed) await Promise.race([new Promise((resolve) => socket.once('data', resolve)), closed]);
      return came;
    },
  };
}
