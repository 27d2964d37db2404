import type { Field } from '../../../http/form.ts';
import { header, withHeader } from '../../../http/message.ts';
import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { compared } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';
import { parameter } from '../parameters.ts';
import { proveKey } from '../client/prove-key.ts';
import { oauthError } from '../respond.ts';

/**
 * Puts DPoP around a pushed request: the code that comes of it is bound to the key of the proof, as if
 * `dpop_jkt` had named it. Where both are there, they name one key. RFC 9449 §10.1
 * @param proceed goes on with the fields as they are to be kept
 */
export async function underPushedKey(
  request: HttpRequest,
  fields: readonly Field[],
  context: Context,
  proceed: (fields: readonly Field[]) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (header(request, 'dpop') === undefined) return proceed(fields);
  const { span } = context;
  const proven = await proveKey(request, '/par', context);
  if ('refused' in proven) return proven.refused;
  const { jkt, nonce } = proven;
  const answered = async (): Promise<HttpResponse> => {
    if (jkt === undefined) return proceed(fields);
    const named = parameter(fields, 'dpop_jkt');
    const finding = { ...compared(named ?? jkt, jkt), refusal: 'dpop_jkt names another key than the one that signed the proof' };
    if (named !== undefined && !span.check('token.code-dpop-key', finding))
      return oauthError(span, { status: 400, error: 'invalid_request', description: 'dpop_jkt names another key than the proof.' });
    return proceed([...fields.filter(([name]) => name !== 'dpop_jkt'), ['dpop_jkt', jkt]]);
  };
  return withHeader(await answered(), 'DPoP-Nonce', nonce);
}
