import { messageNumber, newestExchange } from '#engine/trace/exchange.ts';
import { verdictOf } from '#engine/trace/verdict.ts';
import type { PlayerView } from '#engine/player/player-view.ts';

/** The result of the last message in one sentence, and how the play ended where it did. */
export function verdictLine(view: PlayerView): string {
  const last = newestExchange(view.trace);
  if (!last) return '';
  const { sentence } = verdictOf(last, view.trace);
  const status = last.response ? `, ${last.response.status}` : '';
  const ending = view.outcome === undefined ? '' : ` The play has ended: ${view.lab.endings[view.outcome] ?? view.outcome}`;
  return `Message ${messageNumber(view.trace, last.number)}${status}. ${sentence}.${ending}`.replace(/\.\.$/, '.');
}
