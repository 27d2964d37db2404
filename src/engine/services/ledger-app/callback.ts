import { field, parseForm, queryFields } from '../../http/form.ts';
import type { Field } from '../../http/form.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { Finding } from '../../protocol/finding.ts';
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
  /** What it asks for, where it has a page to log in at and gives the browser a session. */
  readonly sessions?: { readonly redirectUri: string; readonly scope: string } | undefined;
}

/**
 * Takes the authorization response that came to the redirect URI, in its query or in a form. RFC 6749 §4.1.2
 * @param browser what is found of the browser that brings it, where the login was begun in one
 */
export function receiveCallback(request: HttpRequest, judge: Judge, config: LedgerConfig, browser?: Finding): ReceivedLogin {
  return receiveResponse(request.method === 'POST' ? parseForm(request.body) : queryFields(request.url), judge, config, browser);
}

/**
 * Takes an authorization response: only one that answers the login this client began, from the
 * issuer it asked, is kept. RFC 6749 §4.1.2; RFC 9207 §2.4
 */
export function receiveResponse(
  fields: readonly Field[],
  judge: Judge,
  { issuer, issuerPromised, memory }: Pick<LedgerConfig, 'issuer' | 'issuerPromised' | 'memory'>,
  browser?: Finding,
): ReceivedLogin {
  judge.plan('http.parameter-once', 'rp.state', ...(browser ? (['rp.flow-session'] as const) : []), 'rp.issuer-response');
  const once = judge.check('http.parameter-once', eachSentOnce(fields));
  const { begun } = memory;
  // A state is this browser's: one that another began the login with is as good as none. RFC 9700 §4.7
  const own = browser?.passed === false ? undefined : begun;
  const state = judge.check('rp.state', stateMatches(field(fields, 'state'), own?.state, own?.answered));
  const flow = !browser || judge.check('rp.flow-session', browser);
  const from = judge.check('rp.issuer-response', issuerResponseMatches(field(fields, 'iss'), begun?.issuer ?? issuer, issuerPromised));
  const refused = !once
    ? 'http.parameter-once'
    : !state
      ? 'rp.state'
      : !flow
        ? 'rp.flow-session'
        : !from
          ? 'rp.issuer-response'
          : undefined;
  const error = field(fields, 'error');
  // An answer is one or the other: what comes beside an error is no code of this login. RFC 6749 §4.1.2.1
  const code = error === undefined ? field(fields, 'code') || undefined : undefined;
  const received: ReceivedLogin = refused ? { refused } : { code, error };
  // What is refused after an answer was taken changes nothing for the login that goes on.
  if (!refused || !begun?.answered) memory.received = received;
  if (!refused && begun) begun.answered = true;
  return received;
}
