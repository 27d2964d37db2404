// Sends one request many times over kept connections, and reads no more of the answers than it must.
import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * One request as bytes.
 * @param {string} origin @param {{ method?: string, path: string, headers?: Record<string, string>, body?: string }} message
 */
export function wireBytes(origin, { method = 'GET', path, headers = {}, body = '' }) {
  const lines = Object.entries({ Host: new URL(origin).host, ...headers, 'Content-Length': String(Buffer.byteLength(body)) });
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
}

/** Takes one answer from the front of what has come; undefined while it is not whole. @param {Buffer} came */
function takeAnswer(came) {
  const head = came.indexOf(END_OF_HEAD);
  if (head < 0) return undefined;
  const text = came.toString('latin1', 0, head);
  const length = /content-length: *(\d+)/i.exec(text)?.[1];
  if (length === undefined) throw new Error('An answer of the bench has no Content-Length.');
  const end = head + 4 + Number(length);
  return came.length < end
    ? undefined
    : { status: Number(text.slice(9, 12)), body: came.subarray(head + 4, end), rest: came.subarray(end) };
}

/**
 * Sends a request `count` times over `connections` connections, one at a time on each.
 * @param {string} origin @param {Buffer} bytes @param {{ count: number, connections?: number }} amount
 * @returns {Promise<number>} requests a second
 * @throws where an answer is not 200
 */
export async function load(origin, bytes, { count, connections = 8 }) {
  let left = count;
  const begin = performance.now();
  await Promise.all(
    Array.from(
      { length: connections },
      () =>
        new Promise((resolve, reject) => {
          /** @type {Buffer} */
          let came = Buffer.alloc(0);
          const socket = connect(Number(new URL(origin).port), '127.0.0.1').setNoDelay(true);
          const next = () => {
            left -= 1;
            if (left < 0) socket.end(() => resolve(undefined));
            else socket.write(bytes);
          };
          socket.once('connect', next);
          socket.once('error', reject);
          socket.on('data', (/** @type {Buffer} */ chunk) => {
            came = came.length === 0 ? chunk : Buffer.concat([came, chunk]);
            const answer = takeAnswer(came);
            if (!answer) return;
            if (answer.status !== 200) return void reject(new Error(`The bench got ${String(answer.status)}: ${answer.body.toString()}`));
            came = answer.rest;
            next();
          });
        }),
    ),
  );
  return (count / (performance.now() - begin)) * 1000;
}
