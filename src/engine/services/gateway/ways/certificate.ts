import { bringChecks } from '../../../checks/catalogue.ts';
import { clientCertificateChecks } from '../../../checks/authorization-server/client-certificate.ts';
import { forwardedCertificate } from '../../../http/client-cert.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { certificateNamesClient } from '../../../protocol/client/client-certificate.ts';
import { readCertificate } from '../../../protocol/x509/certificate.ts';
import { failed } from '../../../protocol/finding.ts';
import { refusal } from '../../resource-server/refusal.ts';
import type { Call, Caller } from '../call.ts';

export { x509Library } from '../../../protocol/x509/library.ts';

bringChecks(clientCertificateChecks);

/**
 * A machine that calls with its certificate alone. Whoever ended TLS has judged the path to the
 * authority and the proof of the key; here it is asked whose certificate it is. RFC 9440 §2; RFC 8705 §2.1
 */
export async function judgeCertificate(call: Call): Promise<Caller | HttpResponse> {
  const { request, span, context } = call;
  span.plan('client.certificate-subject');
  const { machines } = await call.data();
  const forwarded = forwardedCertificate(request);
  const certificate = forwarded && (await readCertificate(forwarded.certificate));
  const judged = machines.map((machine) => ({ machine, finding: certificateNamesClient(certificate, machine.names) }));
  const named = judged.find(({ finding }) => finding.passed);
  const expected = judged.map(({ finding }) => finding.expected).join(' or ');
  const finding = named?.finding ?? failed(expected, judged[0]?.finding.received ?? 'a certificate of nobody known here');
  if (!span.check('client.certificate-subject', finding)) return refusal('client.certificate-subject', context, { status: 401 });
  const machine = named?.machine;
  const id = machine?.id ?? 'nobody';
  return {
    way: 'certificate',
    name: `client ${id}`,
    // Off, any certificate of the authority is as good as that of a machine that is known.
    scopes: machine?.scopes ?? machines.flatMap(({ scopes }) => scopes),
    claims: { sub: id, client_id: id, department: machine?.department ?? '', tenant: machine?.tenant ?? '', roles: [] },
  };
}
