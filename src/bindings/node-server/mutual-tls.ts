import type { Server } from 'node:https';
import type { Socket } from 'node:net';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { JWK } from 'jose';
import type { ClientIdentity } from '#engine/protocol/tls/client-identity.ts';
import { formatPem } from '#engine/protocol/x509/pem.ts';
import { ROOT_CERTIFICATE } from '#engine/world/certificates/authorities.ts';
import { IDENTITIES } from '#engine/world/certificates/identities.ts';
import { SERVER_CHAIN, SERVER_KEY } from '#engine/world/certificates/server.ts';
import { crypto, https } from './builtin.ts';
import { LIMITS, guard } from './listener.ts';

/** SSL_OP_NO_TICKET: a resumed session would bring no certificate along. */
const NO_TICKET = 0x4000;

/** Certificates in a chain that are looked at. */
const LONGEST_CHAIN = 8;

/** A private key as PEM, as curl and every library take it. RFC 5958 */
function privateKeyPem(key: JWK): string {
  return crypto.createPrivateKey({ key: { ...key }, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' });
}

/**
 * A server that asks for a certificate and takes any, or none: whether it is a good one is a check of
 * the party behind, so that it can be seen, and switched off. The key's possession is proven here.
 */
export function createHttpsServer(): Server {
  const asks = { ca: ROOT_CERTIFICATE, secureOptions: NO_TICKET, requestCert: true, rejectUnauthorized: false };
  const server = https.createServer({ ...LIMITS, ...asks });
  // Most landscapes never see a TLS connection, and to read the server's own key takes a part of the start.
  server.prependOnceListener('connection', () => {
    server.setSecureContext({ ...asks, cert: SERVER_CHAIN, key: privateKeyPem(SERVER_KEY) });
  });
  guard(server);
  return server;
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
