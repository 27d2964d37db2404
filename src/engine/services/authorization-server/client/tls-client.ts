import { bringChecks } from '../../../checks/catalogue.ts';
import { clientCertificateChecks } from '../../../checks/authorization-server/client-certificate.ts';
import { forwardedCertificate } from '../../../http/client-cert.ts';
import type { HttpRequest } from '../../../http/message.ts';
import { certificateNamesClient, certificateRegistered } from '../../../protocol/client/client-certificate.ts';
import { readCertificate } from '../../../protocol/x509/certificate.ts';
import type { Certificate } from '../../../protocol/x509/certificate.ts';
import type { Proof } from './client-authentication.ts';

export { x509Library } from '../../../protocol/x509/library.ts';

bringChecks(clientCertificateChecks);

/** The certificate of the handshake, as whoever ended TLS has put it into the request. RFC 9440 §2.2 */
async function presented(request: HttpRequest): Promise<Certificate | undefined> {
  const forwarded = forwardedCertificate(request);
  return forwarded && readCertificate(forwarded.certificate);
}

/** Authenticates a client by a certificate that an authority issued to it. RFC 8705 §2.1 */
export async function provesBySubject({ client, request, context: { span } }: Proof): Promise<boolean> {
  return span.check('client.certificate-subject', certificateNamesClient(await presented(request), client.tlsClientAuth));
}

/** Authenticates a client by a certificate that it made and registered. RFC 8705 §2.2 */
export async function provesByRegistration({ client, request, context: { span, config } }: Proof): Promise<boolean> {
  const apart = await config.certificateKeys?.();
  const keys = client.jwks ?? (apart && Object.hasOwn(apart, client.id) ? apart[client.id] : undefined);
  return span.check('client.certificate-registered', certificateRegistered(await presented(request), keys?.keys ?? []));
}
