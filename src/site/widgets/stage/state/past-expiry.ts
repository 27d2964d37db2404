import type { PlayerView } from '#engine/player/player-view.ts';
import { holdings } from '#engine/trace/holdings/holdings.ts';
import { jwtIn } from '#site/views/inspector/jwt-text.ts';

/**
 * Seconds until just after a token is over: the one in the waiting message, else the newest one seen.
 * Undefined where there is none, or where it is over already.
 * @param leeway seconds a verifier may still allow
 */
export function secondsPastExpiry(view: Pick<PlayerView, 'draft' | 'now' | 'trace'>, leeway: number): number | undefined {
  const { draft } = view;
  const texts = draft ? [...draft.request.headers.map(([, value]) => value), draft.request.body, draft.request.url] : [];
  const token =
    texts.map(jwtIn).find((found) => found !== undefined) ??
    holdings(view.trace)
      .toReversed()
      .map((holding) => jwtIn(holding.value))
      .find((found) => found !== undefined);
  const exp = token?.claims['exp'];
  if (typeof exp !== 'number') return undefined;
  const seconds = Math.ceil(exp + leeway + 1 - view.now / 1000);
  return seconds > 0 && seconds < 10 * 366 * 86_400 ? seconds : undefined;
}
