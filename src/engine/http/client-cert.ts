import { headerValues } from './message.ts';
import type { Header, HttpRequest } from './message.ts';
import { formatByteSequence, parseByteSequence, parseByteSequenceList } from './structured-field.ts';

/** What a terminator of TLS tells the party behind it about the client's certificate: DER each, the issuers in order. RFC 9440 §2 */
export interface ForwardedCertificate {
  readonly certificate: Uint8Array<ArrayBuffer>;
  readonly chain: readonly Uint8Array<ArrayBuffer>[];
}

/** The headers in which a terminator forwards a certificate it has verified. RFC 9440 §2.2, §2.3 */
export function clientCertHeaders({ certificate, chain }: ForwardedCertificate): Header[] {
  const issuers: Header[] = chain.length === 0 ? [] : [['Client-Cert-Chain', chain.map(formatByteSequence).join(', ')]];
  return [['Client-Cert', formatByteSequence(certificate)], ...issuers];
}

/**
 * The certificate that was forwarded with a request; undefined where there is none, where `Client-Cert`
 * stands more than once, or where one of the two headers cannot be read. RFC 9440 §2.2, §2.3
 */
export function forwardedCertificate(request: HttpRequest): ForwardedCertificate | undefined {
  const [value, ...more] = headerValues(request, 'client-cert');
  const certificate = value === undefined || more.length > 0 ? undefined : parseByteSequence(value);
  const issuers = headerValues(request, 'client-cert-chain');
  const chain = issuers.length === 0 ? [] : parseByteSequenceList(issuers.join(', '));
  return certificate && certificate.length > 0 && chain ? { certificate, chain } : undefined;
}
