import { allowValue, header } from '../../http/message.ts';
import type { Header, HttpRequest, HttpResponse } from '../../http/message.ts';

/** Whoever asks: nothing here goes by a cookie, so a page learns no more than its own server would. Fetch §3.3.3 */
const ANYBODY: Header = ['Access-Control-Allow-Origin', '*'];

/**
 * An answer that pages of every origin may read, and the answer to their preflight: clients that run
 * in a browser could not speak to the server otherwise. Fetch §3.3; draft-ietf-oauth-browser-based-apps §6.3.2.4
 * @param methods what the address takes
 * @param answer makes the answer; not asked for a preflight
 */
export async function readableAnswer(
  request: HttpRequest,
  methods: readonly string[],
  answer: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (request.method === 'OPTIONS' && header(request, 'access-control-request-method') !== undefined) {
    const headers: Header[] = [
      ANYBODY,
      ['Access-Control-Allow-Methods', allowValue(methods)],
      ['Access-Control-Allow-Headers', 'Authorization, Content-Type, DPoP'],
      ['Access-Control-Max-Age', '600'],
    ];
    return { status: 204, headers, body: '' };
  }
  const response = await answer();
  return { ...response, headers: [...response.headers, ANYBODY, ['Access-Control-Expose-Headers', 'WWW-Authenticate, DPoP-Nonce']] };
}
