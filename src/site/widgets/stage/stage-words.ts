import { messageNumber, verdictOf, withNested } from '#engine/trace/verdict.ts';
import type { Holding } from '#engine/trace/holdings.ts';
import type { PlayerView } from '#engine/player/player-view.ts';
import type { Exchange, Trace } from '#engine/trace/trace.ts';
import { jwtIn } from '../../views/inspector/jwt-text.ts';

/** The messages that actors sent themselves: what Send and Back count in. */
function sentMessages(trace: Trace): Exchange[] {
  return trace.exchanges.filter((exchange) => exchange.parent === undefined);
}

/** The number of the message that decides what is shown first: the newest that an actor sent. */
export function newestMessage(trace: Trace): number | undefined {
  return sentMessages(trace).at(-1)?.number;
}

/** The result of the last message in one sentence, and how the play ended where it did. */
export function verdictLine(view: PlayerView): string {
  const last = sentMessages(view.trace).at(-1);
  if (!last) return '';
  const { sentence } = verdictOf(last, view.trace);
  const status = last.response ? `, ${last.response.status}` : '';
  const ending = view.outcome === undefined ? '' : ` The play has ended: ${view.lab.endings[view.outcome] ?? view.outcome}`;
  return `Message ${messageNumber(view.trace, last.number)}${status}. ${sentence}.${ending}`.replace(/\.\.$/, '.');
}

/** Whether the last message was refused, accepted or neither. */
export function lastTone(trace: Trace): 'accepted' | 'refused' | 'neutral' {
  const last = sentMessages(trace).at(-1);
  return last ? verdictOf(last, trace).tone : 'neutral';
}

/**
 * Seconds until just after a token is over: the one in the waiting message, else the newest one seen.
 * Undefined where there is none, or where it is over already.
 * @param leeway seconds a verifier may still allow
 */
export function secondsPastExpiry(
  view: Pick<PlayerView, 'draft' | 'now'> & { readonly holdings: readonly Holding[] },
  leeway: number,
): number | undefined {
  const { draft } = view;
  const texts = draft ? [...draft.request.headers.map(([, value]) => value), draft.request.body, draft.request.url] : [];
  const token =
    texts.map(jwtIn).find((found) => found !== undefined) ??
    view.holdings
      .toReversed()
      .map((holding) => jwtIn(holding.value))
      .find((found) => found !== undefined);
  const exp = token?.claims['exp'];
  if (typeof exp !== 'number') return undefined;
  const seconds = Math.ceil(exp + leeway + 1 - view.now / 1000);
  return seconds > 0 && seconds < 10 * 366 * 86_400 ? seconds : undefined;
}

/** What a reader can hand to whoever mends a broken lab. No secret is in it that the page does not show. */
export function breakReport(lab: string, problem: string, view: PlayerView | undefined): string {
  const messages = view
    ? sentMessages(view.trace).map(
        (exchange) =>
          `${exchange.number} ${exchange.from} to ${exchange.to} ${exchange.request.method} ${exchange.request.url.split('?')[0] ?? ''} ${exchange.response?.status ?? exchange.failure ?? 'no answer'} (${withNested(view.trace, exchange).length - 1} nested)`,
      )
    : [];
  return [`Lab: ${lab}`, `What broke: ${problem}`, `State: ${view ? JSON.stringify(view.state) : 'not started'}`, ...messages].join('\n');
}
