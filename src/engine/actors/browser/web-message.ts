import { bringChecks } from '../../checks/catalogue.ts';
import { webMessageChecks } from '../../checks/relying-party/web-message.ts';
import { isJsonObject, parseStrictJson } from '../../http/strict-json.ts';
import type { JsonObject } from '../../http/strict-json.ts';
import { messageFrom } from '../../protocol/authorization/authorization-response.ts';
import { receiveResponse } from '../../services/ledger-app/callback.ts';
import type { LoginMemory } from '../../services/ledger-app/login-memory.ts';
import type { Judge } from '../../trace/span.ts';
import type { Page } from './browser.ts';

bringChecks(webMessageChecks);

/** What one window sends to another. HTML §9.4.3 */
export interface PostedMessage {
  /** The origin of the window that sends it: the browser says so, not the sender. */
  readonly from: string;
  /** The origin it is meant for, or a star for whoever is there. */
  readonly target: string;
  readonly data: JsonObject;
}

/** The message that a page posts to the window which opened it, where its one line of script does that. */
export function messageIn({ url, html }: Pick<Page, 'url' | 'html'>): PostedMessage | undefined {
  const [, data, target] = /\.postMessage\((\{.*\}), ("[^"]*")\)/.exec(html) ?? [];
  const parsed = data === undefined ? undefined : parseStrictJson(data);
  const meant = target === undefined ? undefined : parseStrictJson(target);
  if (!parsed?.ok || !isJsonObject(parsed.value) || !meant?.ok || typeof meant.value !== 'string') return undefined;
  return { from: URL.parse(url)?.origin ?? 'null', target: meant.value, data: parsed.value };
}

/** An app in a page that listens for the answer to a login it began in another window. */
export interface MessageListener {
  readonly origin: string;
  readonly issuer: string;
  readonly memory: LoginMemory;
  readonly judge: Judge;
}

/**
 * What becomes of a message: the browser delivers it to its target alone, and the app reads it only where
 * its issuer sent it; then it judges the answer as one that came at its redirect URI. RFC 9700 §4.17.2
 */
export function receiveMessage(
  { from, target, data }: PostedMessage,
  { origin, issuer, memory, judge }: MessageListener,
): 'not delivered' | 'ignored' | 'refused' | 'received' {
  if (target !== '*' && target !== origin) return 'not delivered';
  judge.plan('rp.message-origin');
  if (!judge.check('rp.message-origin', messageFrom(from, issuer))) return 'ignored';
  const { response } = data;
  const fields = isJsonObject(response)
    ? Object.entries(response).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []))
    : [];
  return receiveResponse(fields, judge, { issuer, issuerPromised: true, memory }).refused === undefined ? 'received' : 'refused';
}
