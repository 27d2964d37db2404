import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { headerValues, withHeader } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';
import { proveKey } from '../client/prove-key.ts';
import type { Client } from '../client/registration.ts';
import { oauthError } from '../respond.ts';

/**
 * Puts DPoP around a request for tokens, whatever its grant: a proof that is not right ends it before
 * the grant spends anything, and what a right one gives is bound to its key. RFC 9449 §5, §8
 * @param proceed goes on with the request in a context that knows the key
 */
export async function underDpop(
  request: HttpRequest,
  client: Client,
  context: Context,
  proceed: (context: Context) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { span } = context;
  const came = headerValues(request, 'dpop').length > 0;
  if (client.dpopBoundAccessTokens === true) {
    const expected = 'a DPoP proof, as this client promised';
    const kept = span.check('dpop.required', came ? passed('a DPoP header', expected) : failed(expected, 'no DPoP header'));
    if (!kept) return oauthError(span, { status: 400, error: 'invalid_dpop_proof', description: 'This client must send a DPoP proof.' });
  }
  if (!came) return proceed(context);

  const proven = await proveKey(request, '/token', context);
  if ('refused' in proven) return proven.refused;
  const { jkt, nonce } = proven;
  const bound = jkt === undefined ? context : { ...context, confirmation: { ...context.confirmation, jkt } };
  return withHeader(await proceed(bound), 'DPoP-Nonce', nonce);
}
