import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { callOutside } from '../../outbound-call.ts';
import type { FoundKeys, KeySet } from '../../resource-server/key-set.ts';
import type { Context } from '../context.ts';

/**
 * The keys that a client publishes, for one assertion of it. They are read again where the assertion names a key
 * that is not known, at hosts of the list alone and once in a minute, as anybody can make an assertion up.
 * OpenID Connect Core §10.1.1; RFC 7591 §5
 */
export function readKeysAgain(assertion: string, keySet: KeySet, { span, config }: Context): Promise<FoundKeys> {
  const fetch = async (request: HttpRequest): Promise<HttpResponse> => {
    const outcome = await callOutside(request, config.outboundOrigins ?? [], span);
    return 'answer' in outcome ? outcome.answer : { status: 502, headers: [], body: '' };
  };
  return keySet.keysFor(assertion, { now: () => span.now(), isOff: (id) => span.isOff(id), fetch });
}
