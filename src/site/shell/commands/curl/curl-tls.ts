import { formatDistinguishedName } from '#engine/protocol/x509/distinguished-name.ts';

import { certificateDate, certificatesIn } from '../openssl/certificate-text.ts';
import { SERVER_CHAIN } from '#engine/world/certificates/server.ts';

/** Whether a name of a certificate covers a host: `*.` stands for one label. RFC 9525 §6.3 */
function covers(name: string, host: string): boolean {
  if (!name.startsWith('*.')) return name === host;
  return host.split('.').slice(1).join('.') === name.slice(2);
}

/** What `-v` says of the connection: the certificate is the one that servers of the lab have. */
export async function tlsLines(host: string, identity: string | undefined): Promise<string[]> {
  const [certificate] = await certificatesIn(SERVER_CHAIN, 'the server');
  if (!certificate) return [];
  const name = certificate.alternativeNames.find(({ value }) => covers(value, host))?.value;
  return [
    `Established connection to ${host} port 443`,
    'SSL connection using TLSv1.3',
    'Server certificate:',
    ` subject: ${formatDistinguishedName(certificate.subject)}`,
    ` start date: ${certificateDate(certificate.notBefore)}`,
    ` expire date: ${certificateDate(certificate.notAfter)}`,
    ...(name === undefined ? [] : [` subjectAltName: host "${host}" matches cert's "${name}"`]),
    ` issuer: ${formatDistinguishedName(certificate.issuer)}`,
    ' SSL certificate verify ok.',
    ...(identity === undefined ? [] : [`TLSv1.3 (OUT), TLS handshake, Certificate: that of ${identity}`]),
    'using HTTP/1.1',
  ];
}
