import { bringChecks } from '../../../checks/catalogue.ts';
import { mtlsChecks } from '../../../checks/mtls.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import { forwardedThumbprint } from '../../mutual-tls/forwarded-thumbprint.ts';
import type { Context } from '../context.ts';
import { oauthError } from '../respond.ts';

bringChecks(mtlsChecks);

/**
 * Binds what a request gives to the certificate of its sender, for a client that has promised it,
 * whatever its grant. RFC 8705 §3, §3.4
 * @param proceed goes on with the request in a context that knows the certificate
 */
export async function underCertificate(
  request: HttpRequest,
  context: Context,
  proceed: (context: Context) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { span } = context;
  const thumbprint = await forwardedThumbprint(request);
  const expected = 'a certificate in the handshake, as this client promised';
  const came = thumbprint === undefined ? failed(expected, 'no certificate') : passed(`certificate ${thumbprint}`, expected);
  if (!span.check('mtls.required', came))
    return oauthError(span, { status: 400, error: 'invalid_request', description: 'This client must present its certificate.' });
  return proceed(thumbprint === undefined ? context : { ...context, confirmation: { ...context.confirmation, 'x5t#S256': thumbprint } });
}
