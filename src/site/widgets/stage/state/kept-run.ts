import type { LabState } from '#engine/player/player-view.ts';
import { siteRoot } from '#site/views/inspector/site-root.ts';
import { linkInAddress } from './link-address.ts';
import { isTouched, readLink } from './link-choice.ts';
import { recall, remember } from './stage-memory.ts';

type Predictions = Readonly<Record<string, number>>;

/** How long a run must have stood still before the tab keeps it, in milliseconds. */
const PAUSE = 120;

const storage = (): Storage => sessionStorage;

/** A lab's run as this tab keeps it through a reload, and as a link takes it elsewhere. */
export class KeptRun {
  readonly #lab: string;
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(lab: string) {
    this.#lab = lab;
  }

  /** Whether this tab or its address holds a run to go on with. */
  exists(): boolean {
    return linkInAddress() !== undefined || recall(this.#lab, storage).fragment !== undefined;
  }

  /** What the tab kept; no state where it kept none that can be read. */
  async recall(): Promise<{ readonly state: LabState | undefined; readonly predictions: Predictions }> {
    const { fragment, predictions } = recall(this.#lab, storage);
    const kept = fragment === undefined ? undefined : await readLink(fragment, this.#lab, 'kept');
    return { state: typeof kept === 'string' ? undefined : kept, predictions };
  }

  /** Keeps a run, shortly after the last of several calls. A storage that is full or forbidden stops nothing. */
  save(state: LabState, predictions: Predictions): void {
    this.stop();
    this.#saving = setTimeout(() => {
      void (async () => {
        const { KEPT_LIMITS, encodeState } = await import('../landscape.ts');
        const fragment = isTouched(state) ? await encodeState(state, KEPT_LIMITS).catch(() => undefined) : undefined;
        remember(this.#lab, { fragment, predictions }, storage);
      })();
    }, PAUSE);
  }

  /** Keeps the predictions only. */
  forget(predictions: Predictions): void {
    this.stop();
    remember(this.#lab, { predictions }, storage);
  }

  /** The link that opens a state, or undefined where it would be too long. */
  async link(state: LabState): Promise<string | undefined> {
    const { encodeState } = await import('../landscape.ts');
    const fragment = await encodeState(state);
    return fragment === undefined ? undefined : new URL(`labs/${this.#lab}/#${fragment}`, siteRoot()).href;
  }

  /** Drops what waits to be kept. */
  stop(): void {
    clearTimeout(this.#saving);
  }
}
