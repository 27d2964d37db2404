import { failed, passed } from '../finding.ts';
import type { Finding } from '../finding.ts';

/**
 * Was a token bound to the certificate that its sender presents? A thumbprint is no secret, so it may be shown. RFC 8705 §3, §3.1
 * @param bound the thumbprint that the token names
 * @param presented that of the sender's certificate; undefined where it presents none
 */
export function boundToCertificate(bound: string, presented: string | undefined): Finding {
  const expected = bound === '' ? 'a thumbprint in x5t#S256' : `certificate ${bound}`;
  if (presented === undefined) return failed(expected, 'no certificate', 'the token is bound to a certificate, and none came');
  const received = `certificate ${presented}`;
  return bound === presented ? passed(received, expected) : failed(expected, received);
}
