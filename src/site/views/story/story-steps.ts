import { toneOf } from '#engine/trace/exchange.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** Where a step stands; one is skipped where the play went another way. */
export type StepState = 'done' | 'refused' | 'now' | 'ahead' | 'skipped';

/**
 * The state of each step, from the record of the run.
 * @param waiting the step whose message waits to be sent, if any
 * @param ended whether the play is over, so that nothing comes any more
 */
export function stepStates(
  steps: readonly { readonly id: string }[],
  trace: Trace,
  waiting: string | undefined,
  ended = false,
): StepState[] {
  const tones = steps.map(({ id }) =>
    trace.exchanges.filter((exchange) => exchange.step === id && exchange.parent === undefined).map((exchange) => toneOf(trace, exchange)),
  );
  const furthest = ended ? steps.length : steps.findLastIndex(({ id }, index) => id === waiting || (tones[index] ?? []).length > 0);
  return steps.map(({ id }, index) => {
    if (id === waiting) return 'now';
    const made = tones[index] ?? [];
    if (made.length === 0) return index < furthest ? 'skipped' : 'ahead';
    // A client may be refused once and do better: whoever asks for a nonce refuses in order to be asked again.
    return made.at(-1) === 'refused' ? 'refused' : 'done';
  });
}

/** What a reader predicted and what became of it, in one or two sentences. */
export function predictionOutcome(
  choices: readonly { readonly text: string; readonly right: boolean; readonly because: string }[],
  chosen: number | undefined,
): string | undefined {
  const choice = chosen === undefined ? undefined : choices[chosen];
  if (!choice) return undefined;
  const said = choice.text.replace(/\.$/, '');
  return `You predicted: ${said}. ${choice.because}`;
}
