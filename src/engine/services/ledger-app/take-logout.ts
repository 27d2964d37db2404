import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Span } from '../../trace/span.ts';
import { backchannelLogout } from '../relying-party/backchannel-logout.ts';
import type { LedgerConfig } from './callback.ts';

/** Ends the one session that the app keeps, where the issuer names it. Back-Channel Logout §2.7 */
export function takeLogout(request: HttpRequest, span: Span, { issuer, clientId, keySet, memory }: LedgerConfig): Promise<HttpResponse> {
  return backchannelLogout(request, span, {
    issuer,
    clientId,
    keySet,
    memory,
    end(named) {
      if (!memory.session || !named(memory.session)) return;
      memory.session.end();
      memory.session = undefined;
      memory.received = undefined;
      memory.browser = undefined;
    },
  });
}
