import type { HttpRequest, HttpResponse } from '../../../http/message.ts';
import { failed, passed } from '../../../protocol/finding.ts';
import type { Finding } from '../../../protocol/finding.ts';
import type { Context } from '../context.ts';
import type { Login, PendingRequest } from '../store.ts';
import { errorToClient } from './answer/error-to-client.ts';

function silently(loggedIn: boolean, consented: boolean): Finding {
  const expected = 'a session and consent, both given before';
  if (!loggedIn) return failed(expected, 'nobody is logged in');
  return consented ? passed('both are there', expected) : failed(expected, 'the user has not consented');
}

/** A request that is to be answered without a page, as far as it has come. */
export interface SilentRequest {
  readonly request: HttpRequest;
  readonly context: Context;
  readonly pending: PendingRequest;
  readonly login: Login | undefined;
  /** Whether the user has allowed all this, now or before. */
  readonly agreed: boolean;
}

/**
 * What the client is told where a request with `prompt=none` needs the user after all; undefined where it does not, or
 * where nobody checks. OpenID Connect Core §3.1.2.1, §3.1.2.6
 */
export async function refuseSilently({ request, context, pending, login, agreed }: SilentRequest): Promise<HttpResponse | undefined> {
  const { span, store } = context;
  const { parameters } = pending;
  if (span.check('authorize.prompt-none', silently(login !== undefined, agreed))) return undefined;
  store.pending.delete(pending.id);
  return login === undefined
    ? errorToClient(request, context, parameters, 'login_required', 'Nobody is logged in.')
    : errorToClient(request, context, parameters, 'consent_required', 'The user has not consented.');
}
