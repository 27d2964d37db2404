import type { RequestListener } from 'node:http';
import type { Server } from 'node:https';
import type { Server as Door, Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { JWK } from 'jose';
import type { Header } from '#engine/http/message.ts';
import type { ClientIdentity } from '#engine/protocol/tls/client-identity.ts';
import { formatPem } from '#engine/protocol/x509/pem.ts';
import { ROOT_CERTIFICATE } from '#engine/world/certificates/authorities.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { SERVER_CHAIN, SERVER_KEY } from '#engine/world/certificates/server.ts';
import { crypto, https, net } from './builtin.ts';
import { ARRIVAL, MOST_CONNECTIONS, guard, limitsFor } from './listener.ts';

/** SSL_OP_NO_TICKET: a resumed session would bring no certificate along. */
const NO_TICKET = 0x4000;

/** Certificates in a chain that are looked at. */
const LONGEST_CHAIN = 8;

/** A private key as PEM, as curl and every library take it. RFC 5958 */
function privateKeyPem(key: JWK): string {
  return crypto()
    .createPrivateKey({ key: { ...key }, format: 'jwk' })
    .export({ type: 'pkcs8', format: 'pem' });
}

/**
 * A server that asks for a certificate and takes any, or none: whether it is a good one is a check of
 * the party behind, so that it can be seen, and switched off. The key's possession is proven here.
 */
function createHttpsServer(listener: RequestListener, headers: readonly Header[], arrival: number): Server {
  const asks = { ca: ROOT_CERTIFICATE, secureOptions: NO_TICKET, requestCert: true, rejectUnauthorized: false };
  // A handshake that never comes would hold its connection for two minutes.
  const limits = { ...limitsFor(arrival), handshakeTimeout: arrival };
  const server = https().createServer({ ...limits, ...asks, cert: SERVER_CHAIN, key: privateKeyPem(SERVER_KEY) }, listener);
  guard(server, headers);
  return server;
}

/** A port behind which TLS begins. */
export interface SecureDoor {
  /** What listens. */
  readonly server: Door;
  /** Ends every connection, also one that has said nothing yet. */
  closeAllConnections(): void;
}

/**
 * A port of a server that asks for certificates. The server is made for the first who comes: most landscapes
 * never see a TLS connection, and what makes one takes a part of the start.
 * @param listener what answers; asked for once
 * @param headers sent with every answer of the server itself
 * @param arrival how long a handshake and a request may take to arrive, in milliseconds
 */
export function createSecureDoor(listener: () => RequestListener, headers: readonly Header[], arrival = ARRIVAL): SecureDoor {
  let inside: Server | undefined;
  const open = new Set<Socket>();
  const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    if (!inside) {
      inside = createHttpsServer(listener(), headers, arrival);
      // It never listens itself, and watches over its limits all the same.
      inside.emit('listening');
    }
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    inside.emit('connection', socket);
  });
  server.maxConnections = MOST_CONNECTIONS;
  const closeAllConnections = (): void => {
    for (const socket of open) socket.destroy();
  };
  return { server, closeAllConnections };
}

function chainOf(own: PeerCertificate | undefined): string {
  const chain: string[] = [];
  let next: Partial<PeerCertificate> & { issuerCertificate?: PeerCertificate } = own ?? {};
  while (next.raw && chain.length < LONGEST_CHAIN) {
    chain.push(formatPem('CERTIFICATE', next.raw));
    // Node lets a certificate that issued itself point at itself.
    next = next.issuerCertificate && next.issuerCertificate !== next ? next.issuerCertificate : {};
  }
  return chain.join('');
}

function hasTls(socket: Socket): socket is TLSSocket {
  return 'getPeerCertificate' in socket;
}

const known = new WeakMap<TLSSocket, ClientIdentity | 'none'>();

/** Who is at the other end of a connection, by the certificate it has proven; undefined where it brought none. */
export function peerIdentity(socket: Socket): ClientIdentity | undefined {
  if (!hasTls(socket)) return undefined;
  let identity = known.get(socket);
  if (!identity) {
    const chain = chainOf(socket.getPeerCertificate(true));
    identity = chain === '' ? 'none' : { chain, key: 'proven' };
    known.set(socket, identity);
  }
  return identity === 'none' ? undefined : identity;
}

let published: Record<string, { readonly certificate: string; readonly private_key: string }> | undefined;

/** Everybody who has a certificate in the lab: what a reader needs to be one of them. */
export function publishedIdentities(): NonNullable<typeof published> {
  published ??= Object.fromEntries(
    Object.entries(IDENTITIES).map(([name, { chain, key }]) => [name, { certificate: chain, private_key: privateKeyPem(key) }]),
  );
  return published;
}
