import { firstFailed, messageNumber, partyName, requestGist } from './exchange.ts';
import type { Exchange, Trace } from './trace.ts';

/** What a request says in a few words: "GET /invoices, aud edited". */
export function requestLabel(exchange: Exchange): string {
  const edits =
    exchange.edited.length > 2
      ? `${exchange.edited.length} edits`
      : exchange.edited.length > 0
        ? `${exchange.edited.join(', ')} edited`
        : '';
  return edits === '' ? requestGist(exchange) : `${requestGist(exchange)}, ${edits}`;
}

/** One message in words, the same in diagram and list. */
export function messageName(trace: Trace, exchange: Exchange): string {
  const failed = firstFailed(trace, exchange);
  const status = exchange.response ? `, ${exchange.response.status}` : '';
  const fate = exchange.failure !== undefined ? ', not delivered' : failed || (exchange.response?.status ?? 0) >= 400 ? ', refused' : '';
  return `Message ${messageNumber(trace, exchange.number)}: ${partyName(trace, exchange.from)} to ${partyName(trace, exchange.to)}, ${requestLabel(exchange)}${fate}${status}`;
}
