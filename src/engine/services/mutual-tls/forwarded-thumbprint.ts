import { forwardedCertificate } from '../../http/client-cert.ts';
import type { HttpRequest } from '../../http/message.ts';
import { certificateThumbprint } from '../../protocol/x509/thumbprint.ts';

/** The thumbprint of the certificate that whoever ended TLS put into a request; undefined where there is none. RFC 9440 §2.2; RFC 8705 §3.1 */
export async function forwardedThumbprint(request: HttpRequest): Promise<string | undefined> {
  const forwarded = forwardedCertificate(request);
  return forwarded && certificateThumbprint(forwarded.certificate);
}
