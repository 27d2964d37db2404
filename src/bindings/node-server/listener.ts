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
import { createTargetReader, headerFields } from './request-line.ts';

/** How long a request may take to arrive, in milliseconds. */
const ARRIVAL = 10_000;

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

/** HTTP status for what Node's parser refuses. RFC 9110 §15.5; RFC 6585 §5 */
function statusOf(code: string | undefined): number {
  if (code === 'HPE_HEADER_OVERFLOW') return 431;
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 413;
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
}

const TOO_LARGE = plainAnswer(413, 'The message is larger than this server takes.');

/** No party ever throws; if one does, that is told, and where to look. */
const DEFECT = plainAnswer(500, 'This is a defect of the lab. What went wrong stands where npm run serve was started.');

/** A body that says beforehand that it is too large is never asked for. RFC 9110 §10.1.1 */
function isUnasked({ headers }: IncomingMessage): boolean {
  return headers.expect !== undefined && Number(headers['content-length']) > MESSAGE_LIMIT;
}

/** Takes requests off the wire, hands them over as plain data and sends the answers back. Never throws. */
export function createRequestListener({ origin, party = origin, deliver, identify, headers }: PartyDoor): RequestListener {
  const target = createTargetReader(origin, party);

  async function answer(incoming: IncomingMessage): Promise<HttpResponse> {
    const aim = target(incoming);
    if ('status' in aim) return plainAnswer(aim.status, aim.reason);
    if (isUnasked(incoming)) return TOO_LARGE;
    const body = await readBody(incoming, MESSAGE_LIMIT);
    const request = { method: incoming.method ?? 'GET', url: aim.url, headers: headerFields(incoming.rawHeaders), body };
    return deliver(request, identify?.(incoming.socket));
  }

  return (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    answer(incoming)
      .then((response) => sendAnswer(response, outgoing, headers))
      .catch((error: unknown) => {
        // A sender who went away in the middle of a body: nobody is left to answer.
        if (!incoming.complete || outgoing.headersSent) outgoing.destroy();
        else {
          process.stderr.write(`A defect of the lab, please report it: ${error instanceof Error ? error.stack : String(error)}\n`);
          sendAnswer(DEFECT, outgoing, headers);
        }
      });
  };
}

/**
 * A server that hangs on nothing: each wait has its limit, and what is not HTTP is told so.
 * @param arrival how long a request may take to arrive, in milliseconds; then 408. RFC 9110 §15.5.9
 */
export function createHttpServer(arrival = ARRIVAL): Server {
  const server = http.createServer(limitsFor(arrival));
  guard(server);
  return server;
}

function limitsFor(arrival: number): ServerOptions {
  return { maxHeaderSize: MESSAGE_LIMIT, requestTimeout: arrival, headersTimeout: arrival, connectionsCheckingInterval: arrival / 10 };
}

/** What every server waits for and reads at most. */
export const LIMITS = limitsFor(ARRIVAL);

/** The limits and refusals that every server has, with TLS or without. */
export function guard(server: Server | SecureServer): void {
  server.timeout = SILENCE;
  server.maxConnections = MOST_CONNECTIONS;
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => refuseSocket(socket, statusOf(error.code)));
  server.on('connect', (_incoming: IncomingMessage, socket: Duplex) => refuseSocket(socket, 405));
  server.on('checkContinue', (incoming: IncomingMessage, outgoing: ServerResponse) => {
    if (!isUnasked(incoming)) outgoing.writeContinue();
    server.emit('request', incoming, outgoing);
  });
}
