import { DOMException } from '../values/dom-exception.ts';
import { Event, EventTarget } from '../events.ts';

/** A signal that is not aborted has no reason. */
const NOT_ABORTED = undefined as unknown as Error;

/** DOM §3.2 */
export class AbortSignal extends EventTarget {
  #reason = NOT_ABORTED;
  #aborted = false;
  onabort: ((event: Event) => void) | null = null;

  get aborted(): boolean {
    return this.#aborted;
  }

  /** Mostly an error; whatever was given where a script aborted it. */
  get reason(): Error {
    return this.#reason;
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  /** Aborts a signal, once. */
  static trip(signal: AbortSignal, reason: unknown): void {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = (reason ?? new DOMException('This operation was aborted.', 'AbortError')) as Error;
    const event = new Event('abort');
    signal.onabort?.(event);
    signal.dispatchEvent(event);
  }

  static abort(reason?: unknown): AbortSignal {
    const signal = new AbortSignal();
    AbortSignal.trip(signal, reason);
    return signal;
  }

  static any(signals: Iterable<AbortSignal>): AbortSignal {
    const all = [...signals];
    const any = new AbortSignal();
    const first = all.find(({ aborted }) => aborted);
    if (first) AbortSignal.trip(any, first.reason);
    for (const one of all) one.addEventListener('abort', () => AbortSignal.trip(any, one.reason), { once: true });
    return any;
  }

  /** Replaced by the environment, which has timers. */
  static timeout: (milliseconds: number) => AbortSignal = () => new AbortSignal();
}

/** DOM §3.1 */
export class AbortController {
  readonly signal = new AbortSignal();

  abort(reason?: unknown): void {
    AbortSignal.trip(this.signal, reason);
  }
}
