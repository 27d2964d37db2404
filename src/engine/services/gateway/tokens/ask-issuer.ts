import { formatClientBasic } from '../../../http/basic.ts';
import { encodeForm, FORM_TYPE } from '../../../http/form.ts';
import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { LatePartError } from '../../late.ts';
import type { Call } from '../call.ts';
import type { GatewayClient } from './setup.ts';

/** Posts a form to the issuer as the gateway's own client; undefined where no answer comes. RFC 6749 §2.3.1 */
export async function askIssuer(
  { span }: Call,
  url: string,
  { clientId, secret }: GatewayClient,
  fields: readonly Field[],
  accept: string,
): Promise<HttpResponse | undefined> {
  const authorization = formatClientBasic({ user: clientId, password: secret });
  try {
    return await span.fetch({
      method: 'POST',
      url,
      headers: [FORM_TYPE, ['Accept', accept], ['Authorization', authorization]],
      body: encodeForm(fields),
    });
  } catch (error) {
    if (error instanceof LatePartError) throw error;
    return undefined;
  }
}
