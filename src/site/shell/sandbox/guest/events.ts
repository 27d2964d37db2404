/** DOM §2.2 */
export class Event {
  readonly type: string;
  target: unknown = null;
  #canceled = false;

  constructor(type: string) {
    this.type = String(type);
  }

  get defaultPrevented(): boolean {
    return this.#canceled;
  }

  preventDefault(): void {
    this.#canceled = true;
  }
}

type Listener = ((event: Event) => void) | { handleEvent: (event: Event) => void };

/** DOM §2.7, without a tree to bubble through. */
export class EventTarget {
  readonly #listeners: { readonly type: string; readonly listener: Listener; readonly once: boolean }[] = [];

  addEventListener(type: string, listener: Listener | null, options: boolean | { readonly once?: boolean } = {}): void {
    if (!listener || this.#listeners.some((one) => one.type === type && one.listener === listener)) return;
    this.#listeners.push({ type, listener, once: typeof options === 'object' && options.once === true });
  }

  removeEventListener(type: string, listener: Listener | null): void {
    const at = this.#listeners.findIndex((one) => one.type === type && one.listener === listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  dispatchEvent(event: Event): boolean {
    event.target = this;
    for (const { type, listener, once } of this.#listeners.filter((one) => one.type === event.type)) {
      if (once) this.removeEventListener(type, listener);
      if (typeof listener === 'function') Reflect.apply(listener, this, [event]);
      else listener.handleEvent(event);
    }
    return !event.defaultPrevented;
  }
}
