import type { JWK } from 'jose';
import { bringChecks, checkEntry } from '../checks/catalogue.ts';
import type { CheckId } from '../checks/catalogue.ts';
import { mtlsChecks } from '../checks/mtls.ts';
import { clientCertHeaders } from '../http/client-cert.ts';
import { isClientCertHeader } from '../http/message.ts';
import type { HttpRequest } from '../http/message.ts';
import { failed, passed } from '../protocol/finding.ts';
import type { Finding } from '../protocol/finding.ts';
import type { Alert } from '../protocol/tls/alert.ts';
import { provesPossession, signHandshake } from '../protocol/tls/certificate-verify.ts';
import type { ClientIdentity } from '../protocol/tls/client-identity.ts';
import {
  certificateMessage,
  certificateRequest,
  certificateVerifyMessage,
  clientHello,
  encryptedExtensions,
  finishedMessage,
  serverHello,
  transcriptHash,
} from '../protocol/tls/handshake-messages.ts';
import { finishedData, keyShareOf, serverHandshakeSecret, sharedSecret } from '../protocol/tls/key-schedule.ts';
import { meantForClients, withinDates } from '../protocol/x509/certificate-rules.ts';
import { readCertificate } from '../protocol/x509/certificate.ts';
import type { Certificate } from '../protocol/x509/certificate.ts';
import { formatDistinguishedName } from '../protocol/x509/distinguished-name.ts';
import { findPath } from '../protocol/x509/path.ts';
import { parsePem } from '../protocol/x509/pem.ts';
import { readRevocationList } from '../protocol/x509/revocation-list.ts';
import type { RevocationList } from '../protocol/x509/revocation-list.ts';
import { notRevoked } from '../protocol/x509/revocation.ts';
import type { Judge } from '../trace/span.ts';
import type { Handshake, HandshakeMessage, PartyId } from '../trace/trace.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import type { Random } from './random.ts';

export { x509Library } from '../protocol/x509/library.ts';

bringChecks(mtlsChecks);

/** How many certificates of a peer are looked at. */
const LONGEST_CHAIN = 10;

/** A request as it comes to the end of a TLS connection. */
export interface Arrival {
  readonly request: HttpRequest;
  readonly from: PartyId;
  /** What the sender authenticates with; absent where it presents no certificate. */
  readonly identity: ClientIdentity | undefined;
  readonly trust: CertificateTrust;
  readonly judge: Judge;
  readonly random: Random;
}

/** What comes of it: a request for the party behind, or a handshake that ended with an alert. */
export interface Terminated {
  readonly request: HttpRequest;
  readonly handshake?: Handshake | undefined;
  /** Why there is no request to go on with, to complete "… ended the handshake with …". */
  readonly ended?: { readonly alert: Alert; readonly reason: string } | undefined;
}

async function readAll<T>(
  label: string,
  text: string,
  read: (der: Uint8Array<ArrayBuffer>) => Promise<T | undefined>,
): Promise<readonly T[]> {
  const all = await Promise.all(parsePem(label, text).map(read));
  return all.filter((one) => one !== undefined);
}

/** Whom the servers trust, read. */
interface ReadTrust {
  readonly anchors: readonly Certificate[];
  readonly registered: readonly Certificate[];
  readonly lists: readonly RevocationList[];
}

/** What was read of each trust, for as long as the trust is at hand: reading it costs more than a handshake. */
const known = new WeakMap<CertificateTrust, Promise<ReadTrust>>();

async function readTrust({ anchors, registered, lists }: CertificateTrust): Promise<ReadTrust> {
  const [roots, own, revoked] = await Promise.all([
    readAll('CERTIFICATE', anchors, readCertificate),
    readAll('CERTIFICATE', registered, readCertificate),
    readAll('X509 CRL', lists, readRevocationList),
  ]);
  return { anchors: roots, registered: own, lists: revoked };
}

function trustOf(trust: CertificateTrust): Promise<ReadTrust> {
  const read = known.get(trust) ?? readTrust(trust);
  known.set(trust, read);
  return read;
}

function holder({ subject }: Certificate): string {
  return formatDistinguishedName(subject) || 'nobody';
}

/** The messages of a handshake so far: their bytes for what is signed, their words for a reader. */
interface Flight {
  readonly bytes: Uint8Array[];
  readonly messages: HandshakeMessage[];
}

/**
 * What both ends say before the client's certificate. Keys are agreed on and the server proves its own;
 * nothing is encrypted, so that a reader sees every message. RFC 8446 §2, §4
 */
async function opening({ request, from, judge, random, trust: { server } }: Arrival, anchors: readonly Certificate[]): Promise<Flight> {
  const host = URL.parse(request.url)?.hostname ?? '';
  const to = judge.party;
  const flight: Flight = { bytes: [], messages: [] };
  const say = (by: PartyId, name: string, gist: string, message: Uint8Array): void => {
    flight.bytes.push(message);
    flight.messages.push({ from: by, name, gist });
  };
  const [ofClient, ofServer] = [random(32), random(32)];
  const [shareOfClient, shareOfServer] = await Promise.all([keyShareOf(ofClient), keyShareOf(ofServer)]);
  say(from, 'ClientHello', `TLS 1.3, to ${host}`, clientHello(random(32), host, shareOfClient));
  say(to, 'ServerHello', 'TLS 1.3', serverHello(random(32), shareOfServer));
  const secret = await serverHandshakeSecret(await sharedSecret(ofServer, shareOfClient), await transcriptHash(flight.bytes));
  say(to, 'EncryptedExtensions', 'none', encryptedExtensions());
  const wanted = `a certificate that leads to ${anchors.map(holder).join(' or ') || 'nobody'}`;
  say(to, 'CertificateRequest', wanted, certificateRequest(anchors.map(({ subjectDer }) => subjectDer)));
  if (server) {
    const chain = parsePem('CERTIFICATE', server.chain);
    const own = await readCertificate(chain[0] ?? new Uint8Array());
    say(to, 'Certificate', own ? holder(own) : 'nobody', certificateMessage(chain));
    const proof = await signHandshake('server', await transcriptHash(flight.bytes), server.key);
    say(to, 'CertificateVerify', 'a signature over all of this', certificateVerifyMessage(proof));
  }
  say(to, 'Finished', 'nobody changed any of this', finishedMessage(await finishedData(secret, await transcriptHash(flight.bytes))));
  return flight;
}

/** Judges the client's proof of its key: a signature over everything that was said before it. RFC 8446 §4.4.3 */
async function possession(key: JWK, bytes: readonly Uint8Array[], own: Certificate): Promise<Finding> {
  const hash = await transcriptHash(bytes);
  try {
    return await provesPossession('client', hash, own.publicKey, await signHandshake('client', hash, key));
  } catch {
    return failed("a signature over this handshake with the certificate's key", 'a key that cannot sign it');
  }
}

/** The handshake, as far as the client's certificate goes. RFC 8446 §4.4; RFC 5280 §6 */
async function shakeHands(
  arrival: Arrival,
  identity: ClientIdentity,
): Promise<Omit<Terminated, 'request'> & { readonly own: Uint8Array<ArrayBuffer> }> {
  const { judge, trust, from } = arrival;
  const chain = parsePem('CERTIFICATE', identity.chain).slice(0, LONGEST_CHAIN);
  const [der = new Uint8Array(), ...rest] = chain;
  const [own, sent, { anchors, registered, lists }] = await Promise.all([
    readCertificate(der),
    Promise.all(rest.map(readCertificate)),
    trustOf(trust),
  ]);
  const { key } = identity;
  const { bytes, messages } = key === 'proven' ? { bytes: [], messages: [] } : await opening(arrival, anchors);
  let ended: Terminated['ended'];
  const make = (id: CheckId, finding: Finding, alert: Alert): void => {
    if (!judge.check(id, finding)) ended ??= { alert, reason: finding.refusal ?? checkEntry(id).refusal };
  };
  judge.plan('mtls.chain', 'mtls.validity', 'mtls.usage', 'mtls.revocation', 'mtls.possession');
  if (own) {
    const { finding, path } = await findPath(
      own,
      sent.filter((one) => one !== undefined),
      anchors,
      registered,
    );
    make('mtls.chain', finding, 'unknown_ca');
    make('mtls.validity', withinDates(path, judge.now()), 'certificate_expired');
    make('mtls.usage', meantForClients(path), 'unsupported_certificate');
    if (finding.passed) {
      const { finding: onNoList, revoked } = await notRevoked(path, lists, judge.now());
      make('mtls.revocation', onNoList, revoked ? 'certificate_revoked' : 'certificate_unknown');
    }
    const proven =
      key === 'proven'
        ? passed('proven in the handshake of the real network')
        : await possession(key, [...bytes, certificateMessage(chain)], own);
    make('mtls.possession', proven, 'decrypt_error');
  } else {
    make(
      'mtls.chain',
      failed('an X.509 certificate in DER', `${der.length} bytes that are none`, 'the certificate cannot be read'),
      'bad_certificate',
    );
  }
  const shown: HandshakeMessage[] = [...messages];
  if (key !== 'proven') {
    shown.push({ from, name: 'Certificate', gist: own ? holder(own) : 'bytes that are no certificate' });
    shown.push({ from, name: 'CertificateVerify', gist: 'a signature over all of this' });
  }
  if (ended) shown.push({ from: judge.party, name: 'Alert', gist: ended.alert });
  return { own: der, handshake: { messages: shown, alert: ended?.alert }, ended };
}

/** The request for the party behind: with the certificate of the handshake, and no other that the sender wrote down. RFC 9440 §2.4, §4 */
function forwarded({ request, judge }: Arrival, certificate: Uint8Array<ArrayBuffer> | undefined): HttpRequest {
  const written = request.headers.filter(isClientCertHeader).length;
  const own = certificate ? clientCertHeaders({ certificate, chain: [] }) : [];
  const removed = written === 0 ? '' : `, and ${written} ${written === 1 ? 'header' : 'headers'} of the sender removed`;
  const clean = judge.duty(
    'mtls.forwarded-certificate',
    `${certificate ? 'the certificate of the handshake' : 'no certificate'}${removed}`,
  );
  if (!clean && written > 0) return request;
  return { ...request, headers: [...request.headers.filter((header) => !isClientCertHeader(header)), ...own] };
}

/**
 * Ends a TLS connection at a party: makes the handshake in which the sender presents its certificate,
 * and gives the request as the party behind it is to see it. Every check of the certificate that can be
 * made is made; the alert follows the first that failed. A peer that sends no certificate has none to judge.
 */
export async function terminateTls(arrival: Arrival): Promise<Terminated> {
  const { identity, request } = arrival;
  if (!identity || parsePem('CERTIFICATE', identity.chain).length === 0) return { request: forwarded(arrival, undefined) };
  const { own, handshake, ended } = await shakeHands(arrival, identity);
  return ended ? { request, handshake, ended } : { request: forwarded(arrival, own), handshake };
}
