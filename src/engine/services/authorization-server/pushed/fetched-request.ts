import type { Field } from '../../../http/form.ts';
import type { HttpResponse } from '../../../http/message.ts';
import { decodeCompact } from '../../../protocol/token/jws.ts';
import { callOutside } from '../../outbound-call.ts';
import type { Context } from '../context.ts';
import { errorPage } from '../page.ts';

/** Parameters that were read from somewhere, or the page that says why not. */
export type FetchedRequest = { readonly fields: readonly Field[] } | { readonly refused: HttpResponse };

/** Characters of what came that the careless answer shows. */
const SHOWN = 400;

/**
 * Stands in where any request_uri is taken: the server fetches the request from where the sender says,
 * believes it unsigned, and shows what came where it is none. CVE-2020-10770 is this fault. RFC 9101 §10.4
 */
export async function fetchRequest(url: string, { span, config }: Context): Promise<FetchedRequest> {
  const accept = ['Accept', 'application/oauth-authz-req+jwt'] as const;
  const outcome = await callOutside({ method: 'GET', url, headers: [accept], body: '' }, config.outboundOrigins ?? [], span);
  if ('refused' in outcome)
    return { refused: errorPage(span, 400, 'invalid_request_uri', 'This server does not call that request_uri.', url) };
  if (!('answer' in outcome)) return { refused: errorPage(span, 400, 'invalid_request_uri', 'Nobody answers at that request_uri.', url) };
  const { body } = outcome.answer;
  const claims = decodeCompact(body.trim())?.claims;
  if (!claims) return { refused: errorPage(span, 400, 'invalid_request_object', 'There is no request there.', body.slice(0, SHOWN)) };
  return { fields: Object.entries(claims).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])) };
}
