import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Server as SecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Header, HttpRequest, HttpResponse } from '#engine/http/message.ts';
import type { ClientIdentity } from '#engine/protocol/tls/client-identity.ts';
import { MESSAGE_LIMIT } from '#engine/world/world.ts';
import { http } from './builtin.ts';
import { plainAnswer, refuseSocket, sendAnswer } from './answer.ts';
import { readBody } from './body.ts';
import { createTargetReader, framingFault, headerFields } from './request-line.ts';

/** How long a request may take to arrive, in milliseconds. */
export const ARRIVAL = 10_000;

/** How long a connection may be silent, in milliseconds. */
const SILENCE = 30_000;

/** Connections to one party at once. */
export const MOST_CONNECTIONS = 1024;

/** How a party is reached from one port. */
export interface PartyDoor {
  /** What the port is called by. */
  readonly origin: string;
  /** The party's usual origin, where this port is another door to it. */
  readonly party?: string;
  /** Carries a message to whoever answers it; with the certificate of the connection, where it brought one. */
  readonly deliver: (request: HttpRequest, identity: ClientIdentity | undefined) => Promise<HttpResponse>;
  /** Reads that certificate, where the port asks for one. */
  readonly identify?: (socket: Socket) => ClientIdentity | undefined;
  /** Sent with every answer. */
  readonly headers: readonly Header[];
}

/** A request line as such, whatever its method and version. RFC 9112 §3 */
const REQUEST_LINE = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+ \S+ HTTP\/\d\.\d\r\n/;

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** A method or a version that nobody here knows is not implemented; what is no request line is a bad request. RFC 9110 §9.1, §15.6.6 */
const UNKNOWN: Readonly<Record<string, number>> = { HPE_INVALID_METHOD: 501, HPE_INVALID_VERSION: 505 };

/** HTTP status for what Node's parser refuses. RFC 9110 §15.5, §15.6; RFC 6585 §5 */
function statusOf({ code = '', rawPacket }: ParserError): number {
  const unknown = rawPacket && REQUEST_LINE.test(rawPacket.toString('latin1')) ? UNKNOWN[code] : undefined;
  return unknown ?? STATUSES[code] ?? 400;
}

/** What Node's parser throws, and what it had before it. */
interface ParserError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
}

const TOO_LARGE = plainAnswer(413, 'The message is larger than this server takes.');

const NOT_EXPECTED = plainAnswer(417, 'This server meets no expectation but 100-continue.');

/** No party ever throws; if one does, that is told, and where to look. */
const DEFECT = plainAnswer(500, 'This is a defect of the lab. What went wrong stands where npm run serve was started.');

/** A body that says beforehand that it is too large is never asked for. RFC 9110 §10.1.1 */
function isUnasked({ headers }: IncomingMessage): boolean {
  return headers.expect !== undefined && Number(headers['content-length']) > MESSAGE_LIMIT;
}

/** Takes requests off the wire, hands them over as plain data and sends the answers back. Never throws. */
export function createRequestListener({ origin, party = origin, deliver, identify, headers: always }: PartyDoor): RequestListener {
  const target = createTargetReader(origin, party);

  async function answer(incoming: IncomingMessage): Promise<HttpResponse> {
    const headers = headerFields(incoming.rawHeaders);
    const aim = framingFault(incoming) ?? target(incoming, headers);
    if ('status' in aim) return plainAnswer(aim.status, aim.reason);
    if (isUnasked(incoming)) return TOO_LARGE;
    const body = await readBody(incoming, MESSAGE_LIMIT);
    const request = { method: incoming.method ?? 'GET', url: aim.url, headers, body };
    return deliver(request, identify?.(incoming.socket));
  }

  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    // Where another version's framing is not certain, what follows on the connection is not either. RFC 9112 §6.1
    if (incoming.httpVersion !== '1.1') outgoing.shouldKeepAlive = false;
    answer(incoming)
      .then((response) => sendAnswer(response, outgoing, always))
      .catch((error: unknown) => {
        // A sender who went away in the middle of a body: nobody is left to answer.
        if (!incoming.complete || outgoing.headersSent) outgoing.destroy();
        else {
          process.stderr.write(`A defect of the lab, please report it: ${error instanceof Error ? error.stack : String(error)}\n`);
          sendAnswer(DEFECT, outgoing, always);
        }
      });
  };
}

/**
 * A server that hangs on nothing: each wait has its limit, and what is not HTTP is told so.
 * @param headers sent with every answer of its own
 * @param arrival how long a request may take to arrive, in milliseconds; then 408. RFC 9110 §15.5.9
 */
export function createHttpServer(headers: readonly Header[], arrival = ARRIVAL): Server {
  const server = http.createServer(limitsFor(arrival));
  guard(server, headers);
  return server;
}

/**
 * What a server waits for and reads at most.
 * @param arrival how long a request may take to arrive, in milliseconds
 */
export function limitsFor(arrival = ARRIVAL): ServerOptions {
  return {
    maxHeaderSize: MESSAGE_LIMIT,
    requestTimeout: arrival,
    headersTimeout: arrival,
    connectionsCheckingInterval: arrival / 10,
    // Looked for where the answer can say what is switched off.
    requireHostHeader: false,
  };
}

/**
 * The limits and refusals that every server has, with TLS or without.
 * @param headers sent with every answer of its own
 */
export function guard(server: Server | SecureServer, headers: readonly Header[]): void {
  server.timeout = SILENCE;
  // One limit for every silence: Node would set another between two messages, and that one anew with each.
  server.keepAliveTimeout = 0;
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    // A TLS handshake that failed leaves nobody who could read an answer.
    if (/^(?:HPE|ERR_HTTP)_/.test(error.code ?? '')) refuseSocket(socket, statusOf(error), headers);
    else socket.destroy();
  });
  // An origin server makes no tunnels, for any address. RFC 9110 §9.3.6
  server.on('connect', (_incoming: IncomingMessage, socket: Duplex) => refuseSocket(socket, 501, headers));
  server.on('checkExpectation', (_incoming: IncomingMessage, outgoing: ServerResponse) => sendAnswer(NOT_EXPECTED, outgoing, headers));
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!isUnasked(incoming)) outgoing.writeContinue();
    server.emit('request', incoming, outgoing);
  });
}
