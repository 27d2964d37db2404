import { field, parseForm, queryFields } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { HttpRequest } from '../../http/message.ts';
import { issuerResponseMatches, stateMatches } from '../../protocol/authorization/authorization-response.ts';
import { eachSentOnce } from '../../protocol/message/sent-once.ts';
import type { Judge } from '../../trace/span.ts';
import type { KeySet } from '../resource-server/key-set.ts';
import type { LoginMemory, ReceivedLogin } from './login-memory.ts';

/** What a client is set up with. */
export interface LedgerConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** The issuer's public keys, for tokens that it sends here. */
  readonly keySet?: KeySet | undefined;
  /** Whether that issuer's metadata promises `iss` in its responses. RFC 9207 §3 */
  readonly issuerPromised: boolean;
  readonly memory: LoginMemory;
  /** Whether answers may be posted to it. OAuth 2.0 Form Post Response Mode §2 */
  readonly formPost?: boolean;
}

/** Takes the authorization response that came to the redirect URI, in its query or in a form. RFC 6749 §4.1.2 */
export function receiveCallback(request: HttpRequest, judge: Judge, config: LedgerConfig): ReceivedLogin {
  return receiveResponse(request.method === 'POST' ? parseForm(request.body) : queryFields(request.url), judge, config);
}

/**
 * Takes an authorization response: only one that answers the login this client began, from the
 * issuer it asked, is kept. RFC 6749 §4.1.2; RFC 9207 §2.4
 */
export function receiveResponse(
  fields: readonly Field[],
  judge: Judge,
  { issuer, issuerPromised, memory }: Pick<LedgerConfig, 'issuer' | 'issuerPromised' | 'memory'>,
): ReceivedLogin {
  judge.plan('http.parameter-once', 'rp.state', 'rp.issuer-response');
  const once = judge.check('http.parameter-once', eachSentOnce(fields));
  const { begun } = memory;
  const state = judge.check('rp.state', stateMatches(field(fields, 'state'), begun?.state, begun?.answered));
  const from = judge.check('rp.issuer-response', issuerResponseMatches(field(fields, 'iss'), begun?.issuer ?? issuer, issuerPromised));
  const refused = !once ? 'http.parameter-once' : !state ? 'rp.state' : !from ? 'rp.issuer-response' : undefined;
  const received: ReceivedLogin = refused ? { refused } : { code: field(fields, 'code') || undefined, error: field(fields, 'error') };
  // What is refused after an answer was taken changes nothing for the login that goes on.
  if (!refused || !begun?.answered) memory.received = received;
  if (!refused && begun) begun.answered = true;
  return received;
}
