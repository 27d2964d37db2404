import { verdictOf } from '#engine/trace/verdict.ts';
import type { Trace } from '#engine/trace/trace.ts';

/** Where a step stands. */
export type StepState = 'done' | 'refused' | 'now' | 'ahead';

/** A step of a story with its state and, where the world has answered, what it answered. */
export interface StoryStep {
  readonly id: string;
  readonly state: StepState;
  /** What became of its last message. */
  readonly happened?: string | undefined;
}

/**
 * The state of each step, from the record of the run.
 * @param waiting the step whose message waits to be sent, if any
 */
export function storySteps(steps: readonly { readonly id: string }[], trace: Trace, waiting: string | undefined): StoryStep[] {
  return steps.map(({ id }) => {
    const verdicts = trace.exchanges
      .filter((exchange) => exchange.step === id && exchange.parent === undefined)
      .map((exchange) => verdictOf(exchange, trace));
    const happened = (verdicts.find((verdict) => verdict.tone === 'refused') ?? verdicts.at(-1))?.sentence;
    if (id === waiting) return { id, state: 'now', happened };
    if (verdicts.length === 0) return { id, state: 'ahead' };
    return { id, state: verdicts.some((verdict) => verdict.tone === 'refused') ? 'refused' : 'done', happened };
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
