import { newestExchange } from '#engine/trace/exchange.ts';
import { phaseOf, phasesOf } from '#engine/trace/diagram/phases.ts';
import type { Folds, PhaseStep } from '#engine/trace/diagram/phases.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** More phases than any run has. */
const MOST = 1000;
const keyOf = (place: string): string => `tokenscope:folds:${place}`;

/** What a reader folded and opened here before, for as long as the tab lives; nothing where storage is forbidden or holds something else. */
export function recallFolds(place: string, storage: () => Storage): Folds {
  try {
    const parsed: unknown = JSON.parse(storage().getItem(keyOf(place)) ?? 'null');
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed)
        .slice(0, MOST)
        .filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
    );
  } catch {
    return {};
  }
}

/** Keeps what is folded and opened. A storage that is full or forbidden stops nothing: it lasts as long as the page then. */
export function rememberFolds(place: string, folds: Folds, storage: () => Storage): void {
  try {
    storage().setItem(keyOf(place), JSON.stringify(folds));
  } catch {
    // What cannot be kept is lost with the page, as it says above.
  }
}

/** What is folded once a message is looked at whose phase was folded by hand; undefined where that changes nothing. Pure. */
export function openedFor(
  folds: Folds,
  trace: Trace,
  steps: readonly PhaseStep[] | undefined,
  message: number | undefined,
): Folds | undefined {
  const phase = message === undefined ? undefined : phaseOf(trace, phasesOf(trace, steps), message);
  // The newest message is looked at by whoever looks at none, and may stay folded.
  if (!phase || folds[phase.id] !== false || message === newestExchange(trace)?.number) return undefined;
  return Object.fromEntries(Object.entries(folds).filter(([id]) => id !== phase.id));
}
