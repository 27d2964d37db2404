import type { PlayerView } from '#engine/player/player-view.ts';
import { withNested } from '#engine/trace/exchange.ts';

/** What a reader can hand to whoever mends a broken lab. No secret is in it that the page does not show. */
export function breakReport(lab: string, problem: string, view: PlayerView | undefined): string {
  const messages = view
    ? view.trace.exchanges
        .filter((exchange) => exchange.parent === undefined)
        .map(
          (exchange) =>
            `${exchange.number} ${exchange.from} to ${exchange.to} ${exchange.request.method} ${exchange.request.url.split('?')[0] ?? ''} ${exchange.response?.status ?? exchange.failure ?? 'no answer'} (${withNested(view.trace, exchange).length - 1} nested)`,
        )
    : [];
  return [`Lab: ${lab}`, `What broke: ${problem}`, `State: ${view ? JSON.stringify(view.state) : 'not started'}`, ...messages].join('\n');
}
