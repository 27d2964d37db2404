import { toneOf } from '#engine/trace/exchange.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** Where a step stands. */
export type StepState = 'done' | 'refused' | 'now' | 'ahead';

/**
 * The state of each step, from the record of the run.
 * @param waiting the step whose message waits to be sent, if any
 */
export function stepStates(steps: readonly { readonly id: string }[], trace: Trace, waiting: string | undefined): StepState[] {
  return steps.map(({ id }) => {
    if (id === waiting) return 'now';
    const tones = trace.exchanges
      .filter((exchange) => exchange.step === id && exchange.parent === undefined)
      .map((exchange) => toneOf(trace, exchange));
    if (tones.length === 0) return 'ahead';
    return tones.includes('refused') ? 'refused' : 'done';
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
