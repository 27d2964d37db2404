import { answerGist, firstFailed, messageNumber, partyName, requestGist } from './exchange.ts';
import type { Exchange, Trace } from './trace.ts';

function withEdits(gist: string, edited: readonly string[]): string {
  if (edited.length === 0) return gist;
  return `${gist}, ${edited.length > 2 ? `${edited.length} edits` : `${edited.join(', ')} edited`}`;
}

/** What a request says in a few words: "GET /invoices, aud edited". */
export function requestLabel(exchange: Exchange): string {
  return withEdits(requestGist(exchange), exchange.edited);
}

/** The same of an answer: "302 code, iss edited". */
export function answerLabel(exchange: Exchange): string {
  return withEdits(answerGist(exchange), exchange.onPath?.edited ?? []);
}

/** One message in words, the same in diagram and list. */
export function messageName(trace: Trace, exchange: Exchange): string {
  const failed = firstFailed(trace, exchange);
  const status = exchange.response ? `, ${exchange.response.status}` : '';
  const fate = exchange.failure !== undefined ? ', not delivered' : failed || (exchange.response?.status ?? 0) >= 400 ? ', refused' : '';
  return `Message ${messageNumber(trace, exchange.number)}: ${partyName(trace, exchange.from)} to ${partyName(trace, exchange.to)}, ${requestLabel(exchange)}${fate}${status}`;
}
