import { exchangeOf, withNested } from '../exchange.ts';
import type { Exchange, Trace } from '../trace.ts';

/** A step of a play as far as its messages need it: who they belong to, in words. */
export interface PhaseStep {
  readonly id: string;
  readonly title: string;
}

/** Messages that belong together: those of one step of the play, or a part of them where they are many. */
export interface Phase {
  /** Stable across replays: `redeem`, `call#2` where the play came back to a step or the step was divided. */
  readonly id: string;
  /** Empty where nobody named it. */
  readonly title: string;
  /** The messages that actors sent, in order. */
  readonly roots: readonly Exchange[];
  /** How many messages it holds, those sent from inside of others among them. */
  readonly size: number;
}

/** Phases side by side that are folded to one line, or a single one that is folded or open. */
export interface Band {
  readonly id: string;
  readonly phases: readonly Phase[];
  readonly open: boolean;
}

/** What a reader did to phases, by id: true opened it, false folded it. */
export type Folds = Readonly<Record<string, boolean>>;

/** From so many messages on, finished phases fold. */
const CROWD = 25;
/** A step with more messages than this is divided. */
const LARGEST = 20;
/** Folded phases beside one another that still have a line each. */
const LINES = 14;

const NO_STEPS: readonly PhaseStep[] = [];

const divisions = new WeakMap<Trace, { readonly steps: readonly PhaseStep[]; readonly phases: readonly Phase[] }>();

/** The phases of a run, in order: a message belongs to the step in which an actor sent it. Pure. */
export function phasesOf(trace: Trace, steps: readonly PhaseStep[] = NO_STEPS): readonly Phase[] {
  const known = divisions.get(trace);
  if (known?.steps === steps) return known.phases;
  const titles = new Map(steps.map(({ id, title }) => [id, title]));
  const counts = new Map<string, number>();
  const phases: { id: string; title: string; step: string | undefined; roots: Exchange[]; size: number }[] = [];
  for (const exchange of trace.exchanges) {
    if (exchange.parent !== undefined) continue;
    const size = withNested(trace, exchange).length;
    const last = phases.at(-1);
    // What belongs to no step, such as a message of the reader's own, stands where it was sent.
    const of = exchange.step ?? last?.step;
    if (last && last.step === of && last.size + size <= LARGEST) {
      last.roots.push(exchange);
      last.size += size;
      continue;
    }
    const step = of ?? 'run';
    const count = (counts.get(step) ?? 0) + 1;
    counts.set(step, count);
    const title = titles.get(step) ?? '';
    phases.push({
      id: count === 1 ? step : `${step}#${count}`,
      title: count === 1 || title === '' ? title : `${title}, ${count}`,
      step: of,
      roots: [exchange],
      size,
    });
  }
  divisions.set(trace, { steps, phases });
  return phases;
}

/** The phase that a message belongs to, whether an actor sent it or it was sent from inside of another. */
export function phaseOf(trace: Trace, phases: readonly Phase[], message: number | undefined): Phase | undefined {
  let root = exchangeOf(trace, message);
  for (let above = root; above; above = exchangeOf(trace, above.parent)) root = above;
  return root && phases.findLast(({ roots: [first] }) => first !== undefined && first.number <= root.number);
}

/**
 * Phases as they are drawn. While a run is short all are open. Once it is long the newest is, and the one that is looked at, and
 * what the reader opened; many that are folded side by side share a line. Pure.
 */
export function bandsOf(trace: Trace, steps: readonly PhaseStep[], folds: Folds = {}, looked?: number): Band[] {
  const phases = phasesOf(trace, steps);
  const crowd = trace.exchanges.length > CROWD;
  const seen = crowd ? phaseOf(trace, phases, looked) : undefined;
  const isOpen = (phase: Phase): boolean => folds[phase.id] ?? (!crowd || phase === phases.at(-1) || phase === seen);
  const bands: Band[] = [];
  let folded: Phase[] = [];
  const close = (): void => {
    const [first] = folded;
    const id = first && `before:${first.id}`;
    const together = id !== undefined && folded.length > LINES;
    if (together) bands.push({ id, phases: folded, open: folds[id] ?? false });
    if (!together || folds[id] === true) for (const phase of folded) bands.push({ id: phase.id, phases: [phase], open: false });
    folded = [];
  };
  for (const phase of phases) {
    if (!isOpen(phase)) {
      folded.push(phase);
      continue;
    }
    close();
    bands.push({ id: phase.id, phases: [phase], open: true });
  }
  close();
  return bands;
}
