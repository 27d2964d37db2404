import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Header, HttpResponse } from '#engine/http/message.ts';
import { http } from './builtin.ts';

/** Framing is the server's: what a party says of it would contradict what is sent. RFC 9112 §6 */
const FRAMING = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade', 'trailer']);

const NO_BODY = new Set([204, 205, 304]);

/** Text as its bytes in UTF-8, one character each. Most is ASCII, and is that already. RFC 3629 §3 */
function inBytes(text: string): string {
  return /[^\x00-\x7F]/.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text;
}

/** A header value as it may stand on the wire: beyond Latin-1 as UTF-8, and no control characters. RFC 9110 §5.5 */
function fieldValue(value: string): string {
  if (/^[\x20-\x7E]*$/.test(value)) return value;
  const bytes = /[^\x00-\xFF]/.test(value) ? inBytes(value) : value;
  return bytes.replaceAll(/[\x00-\x08\x0A-\x1F\x7F]/g, '?');
}

/** Sends a party's answer: headers in their order, repeated ones repeated, the length counted in bytes. */
export function sendAnswer(response: HttpResponse, outgoing: ServerResponse, extra: readonly Header[]): void {
  if (outgoing.destroyed) return;
  const flat: string[] = [];
  for (const headers of [response.headers, extra])
    for (const [name, value] of headers) if (!FRAMING.has(name.toLowerCase())) flat.push(name, fieldValue(value));
  const body = NO_BODY.has(response.status) ? '' : inBytes(response.body);
  // The answer to HEAD has no body to count; a length of 0 would be untrue. RFC 9110 §8.6
  if (!NO_BODY.has(response.status) && (outgoing.req.method !== 'HEAD' || body !== '')) flat.push('Content-Length', String(body.length));
  outgoing.writeHead(response.status, flat);
  // Text goes out in one piece with the headers, and Node writes both in one encoding: that of header fields.
  outgoing.end(outgoing.req.method === 'HEAD' ? '' : body, 'latin1');
}

/** A short answer of the server itself, before any party has the message. */
export function plainAnswer(status: number, sentence: string): HttpResponse {
  return {
    status,
    headers: [
      ['Content-Type', 'text/plain; charset=utf-8'],
      ['Cache-Control', 'no-store'],
    ],
    body: `${sentence}\n`,
  };
}

/** The same where what came was no HTTP, so that there is nothing but the socket to answer on. RFC 9112 §9.5 */
export function refuseSocket(socket: Duplex, status: number, headers: readonly Header[]): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status] ?? ''}\r\n${lines}Content-Length: 0\r\nConnection: close\r\n\r\n`);
}
