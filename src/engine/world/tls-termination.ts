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
  clientHello,
  encryptedExtensions,
  serverHello,
  transcriptHash,
} from '../protocol/tls/handshake-messages.ts';
import { meantForClients, withinDates } from '../protocol/x509/certificate-rules.ts';
import { readCertificate } from '../protocol/x509/certificate.ts';
import type { Certificate } from '../protocol/x509/certificate.ts';
import { formatDistinguishedName } from '../protocol/x509/distinguished-name.ts';
import { findPath } from '../protocol/x509/path.ts';
import { parsePem } from '../protocol/x509/pem.ts';
import { readRevocationList } from '../protocol/x509/revocation-list.ts';
import { notRevoked } from '../protocol/x509/revocation.ts';
import type { Judge } from '../trace/span.ts';
import type { Handshake, HandshakeMessage, PartyId } from '../trace/trace.ts';
import type { CertificateTrust } from './certificate-trust.ts';
import type { Random } from './random.ts';

bringChecks(mtlsChecks);

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

function holder({ subject }: Certificate): string {
  return formatDistinguishedName(subject) || 'nobody';
}

/** The messages up to the client's certificate: their bytes for the signature, their words for a reader. RFC 8446 §2 */
function opening(
  { request, from, judge, random }: Arrival,
  anchors: readonly Certificate[],
  chain: readonly Uint8Array[],
  own: Certificate | undefined,
): { readonly bytes: readonly Uint8Array[]; readonly messages: readonly HandshakeMessage[] } {
  const host = URL.parse(request.url)?.hostname ?? '';
  const to = judge.party;
  // No key is agreed on and nothing is encrypted: the reader is to see every message. So the shares are
  // random bytes, and there is neither a certificate of the server nor a Finished in what is signed.
  const bytes = [
    clientHello(random(32), host, random(32)),
    serverHello(random(32), random(32)),
    encryptedExtensions(),
    certificateRequest(anchors.map(({ subjectDer }) => subjectDer)),
    certificateMessage(chain),
  ];
  const messages = [
    { from, name: 'ClientHello', gist: `TLS 1.3, to ${host}` },
    { from: to, name: 'ServerHello', gist: 'TLS 1.3' },
    { from: to, name: 'CertificateRequest', gist: `a certificate that leads to ${anchors.map(holder).join(' or ') || 'nobody'}` },
    { from, name: 'Certificate', gist: own ? holder(own) : 'bytes that are no certificate' },
  ];
  return { bytes, messages };
}

async function possession(identity: ClientIdentity, bytes: readonly Uint8Array[], own: Certificate): Promise<Finding> {
  if (identity.key === 'proven') return passed('proven in the handshake of the real network');
  const hash = await transcriptHash(bytes);
  try {
    return await provesPossession('client', hash, own.publicKey, await signHandshake('client', hash, identity.key));
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
  const chain = parsePem('CERTIFICATE', identity.chain);
  const [der = new Uint8Array(), ...rest] = chain;
  const [own, sent, anchors, registered, lists] = await Promise.all([
    readCertificate(der),
    Promise.all(rest.map(readCertificate)),
    readAll('CERTIFICATE', trust.anchors, readCertificate),
    readAll('CERTIFICATE', trust.registered, readCertificate),
    readAll('X509 CRL', trust.lists, readRevocationList),
  ]);
  const { bytes, messages } = opening(arrival, anchors, chain, own);
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
    make('mtls.possession', await possession(identity, bytes, own), 'decrypt_error');
  } else {
    make(
      'mtls.chain',
      failed('an X.509 certificate in DER', `${der.length} bytes that are none`, 'the certificate cannot be read'),
      'bad_certificate',
    );
  }
  const shown: HandshakeMessage[] =
    identity.key === 'proven' ? [] : [...messages, { from, name: 'CertificateVerify', gist: 'a signature over all of this' }];
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
