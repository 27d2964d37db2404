import { headerValues } from '../../http/message.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../finding.ts';

/** The header that a page of the app sends with every call. Its value says nothing; that it is there does. */
const OWN_HEADER = 'X-Requested-By';

/**
 * Does the call carry the app's own header? A form cannot send one, and a script of another origin only
 * after a preflight, which this app never answers. draft-ietf-oauth-browser-based-apps §6.1.3.3
 */
export function ownHeaderSent(request: HttpRequest): Finding {
  const sent = headerValues(request, OWN_HEADER).length > 0;
  return { passed: sent, expected: `an ${OWN_HEADER} header`, received: sent ? 'that header' : 'a call that any page can make' };
}
