/** A map that forgets its stalest entry rather than grow without end: the one that was set the longest time ago. */
export class BoundedMap<K, V> extends Map<K, V> {
  private readonly limit: number;
  private readonly forgotten: ((value: V) => unknown) | undefined;
  /** Goes on where it left off: begun anew it would pass every place that has become empty since the map was last put in order. */
  private entriesLeft = this.entries();
  /** What it came to last, where that is still the stalest. */
  private first: readonly [K, V] | undefined;

  /**
   * @param limit how many entries it keeps
   * @param forgotten is told of what had to go to make room
   */
  constructor(limit: number, forgotten?: (value: V) => unknown) {
    super();
    this.limit = limit;
    this.forgotten = forgotten;
  }

  /** The entry that was set the longest time ago; undefined where there is none. */
  stalest(): readonly [K, V] | undefined {
    if (this.size === 0) return undefined;
    this.first ??= this.entriesLeft.next().value;
    if (!this.first) {
      // It had come to the end, from where none goes on.
      this.entriesLeft = this.entries();
      this.first = this.entriesLeft.next().value;
    }
    return this.first;
  }

  override delete(key: K): boolean {
    if (this.first?.[0] === key) this.first = undefined;
    return super.delete(key);
  }

  override clear(): void {
    this.first = undefined;
    super.clear();
  }

  override set(key: K, value: V): this {
    // Set anew it is the newest again: whoever floods a map with new keys pushes out what nobody touches.
    if (this.has(key)) this.delete(key);
    super.set(key, value);
    if (this.size > this.limit) {
      const oldest = this.stalest();
      if (oldest) this.delete(oldest[0]);
      if (oldest) this.forgotten?.(oldest[1]);
    }
    return this;
  }
}

/**
 * Keeps an entry, and forgets the oldest of the same owner beyond so many: by filling a map with its
 * own, nobody pushes out what is another's.
 */
export function setOwn<V extends { readonly owner: string }>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.set(key, value);
  const own = [...map].filter(([, { owner }]) => owner === value.owner);
  for (const [oldest] of own.slice(0, Math.max(0, own.length - most))) map.delete(oldest);
}

/** Forgets the entries that are over, by the world's clock. */
export function forgetWhere<V>(map: Map<string, V>, over: (value: V) => boolean): void {
  for (const [key, value] of map) if (over(value)) map.delete(key);
}
