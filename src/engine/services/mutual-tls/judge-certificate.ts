import { bringChecks } from '../../checks/catalogue.ts';
import { mtlsChecks } from '../../checks/mtls.ts';
import type { CheckId } from '../../checks/catalogue.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
import { boundToCertificate } from '../../protocol/x509/token-binding.ts';
import { forwardedThumbprint } from './forwarded-thumbprint.ts';

bringChecks(mtlsChecks);

/** Judges whether a token that is bound to a certificate is sent by whoever holds it. RFC 8705 §3 */
export async function judgeCertificate(
  request: HttpRequest,
  bound: string,
  verdict: { check(id: CheckId, finding: Finding): boolean },
): Promise<boolean> {
  return verdict.check('mtls.token-binding', boundToCertificate(bound, await forwardedThumbprint(request)));
}
