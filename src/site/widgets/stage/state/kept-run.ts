import { linkInAddress } from './link-address.ts';
import type { Earlier } from './notice.ts';
import { recall, remember } from './stage-memory.ts';
import { agoInWords, forgetVisit, lastVisit } from './visits.ts';
import { writeRun } from './write-run.ts';
import type { KeptStage } from './write-run.ts';

type Predictions = Readonly<Record<string, number>>;

/** How long a run must have stood still before the tab keeps it, in milliseconds. */
const PAUSE = 120;

const storage = (): Storage => sessionStorage;

/** A lab's run as this tab keeps it through a reload, and as a link takes it elsewhere. */
export class KeptRun {
  readonly #lab: string;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #unsaved: (() => void) | undefined;

  constructor(lab: string) {
    this.#lab = lab;
  }

  /** Whether this tab or its address holds a run to go on with. */
  exists(): boolean {
    return linkInAddress() !== undefined || recall(this.#lab, storage).run !== undefined;
  }

  /** What the tab kept; no state where it kept none that can be read. */
  async recall(): Promise<KeptStage> {
    const { run, earlier = [], ...rest } = recall(this.#lab, storage);
    const kept = run === undefined ? undefined : await (await import('./read-run.ts')).readRunText(run, this.#lab);
    return {
      ...rest,
      state: typeof kept === 'string' ? undefined : kept,
      earlier: earlier.map(({ words, run: state }) => ({ words, state })),
    };
  }

  /** What a tab that may be closed by now left of this lab, and what to say about it. */
  visit(): Earlier | undefined {
    const now = Date.now();
    const visit = lastVisit(this.#lab, now, () => localStorage);
    return visit && { words: `You played this lab ${agoInWords(visit.at, now)}, and that run is kept.`, state: visit.run };
  }

  /** Keeps what an earlier tab left no longer. */
  forgetVisit(): void {
    forgetVisit(this.#lab, () => localStorage);
  }

  /** Keeps a run, shortly after the last of several calls, see {@link writeRun}. */
  save(touched: boolean, stage: KeptStage): void {
    this.stop();
    this.#unsaved = () => writeRun(this.#lab, touched, stage);
    this.#saving = setTimeout(() => this.flush(), PAUSE);
  }

  /** Keeps at once what waits to be kept: the page may be gone in a moment. */
  flush(): void {
    const write = this.#unsaved;
    this.stop();
    write?.();
  }

  /** Keeps the predictions only. */
  forget(predictions: Predictions): void {
    this.stop();
    remember(this.#lab, { predictions }, storage);
  }

  /** Drops what waits to be kept. */
  stop(): void {
    clearTimeout(this.#saving);
    this.#unsaved = undefined;
  }
}
