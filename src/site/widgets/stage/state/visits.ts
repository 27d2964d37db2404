/** How long the run of a closed tab is kept, in milliseconds: 30 days. */
const KEPT_FOR = 30 * 86_400_000;

/** Of how many labs runs are kept. */
const KEPT_LABS = 20;

const PREFIX = 'tokenscope:visit:';

/** The run of a lab as a tab left it that may be closed by now. */
export interface Visit {
  /** The state as a fragment, which is validated when it is wanted. */
  readonly fragment: string;
  /** When it was last played, in milliseconds since 1970. */
  readonly at: number;
}

function read(text: string | null): Visit | undefined {
  try {
    const parsed: unknown = JSON.parse(text ?? 'null');
    if (typeof parsed !== 'object' || parsed === null || !('fragment' in parsed) || !('at' in parsed)) return undefined;
    const { fragment, at } = parsed;
    return typeof fragment === 'string' && typeof at === 'number' ? { fragment, at } : undefined;
  } catch {
    return undefined;
  }
}

/** What an earlier tab left of a lab; nothing where that is too long ago, or storage is forbidden or holds something else. */
export function lastVisit(lab: string, now: number, storage: () => Storage): Visit | undefined {
  try {
    const visit = read(storage().getItem(PREFIX + lab));
    return visit && now - visit.at < KEPT_FOR ? visit : undefined;
  } catch {
    return undefined;
  }
}

/** Drops what is kept of a lab. */
export function forgetVisit(lab: string, storage: () => Storage): void {
  try {
    storage().removeItem(PREFIX + lab);
  } catch {
    // Forbidden storage holds nothing.
  }
}

/** Keeps a run for a later tab. What is too old, and more labs than are kept, make way. A storage that is full stops nothing. */
export function keepVisit(lab: string, visit: Visit, storage: () => Storage): void {
  try {
    const box = storage();
    const keys = Array.from({ length: box.length }, (_, index) => box.key(index) ?? '').filter((key) => key.startsWith(PREFIX));
    const others = keys
      .filter((key) => key !== PREFIX + lab)
      .map((key) => ({ key, at: read(box.getItem(key))?.at ?? 0 }))
      .toSorted((one, other) => other.at - one.at);
    for (const { key, at } of others.filter(({ at: then }, index) => index >= KEPT_LABS - 1 || visit.at - then >= KEPT_FOR))
      if (at <= visit.at) box.removeItem(key);
    box.setItem(PREFIX + lab, JSON.stringify(visit));
  } catch {
    // The tab still has its own memory.
  }
}

/** How long ago, in words a person uses: "today", "yesterday", "5 days ago". */
export function agoInWords(at: number, now: number): string {
  const days = Math.floor((now - at) / 86_400_000);
  if (days < 1) return 'within the last day';
  return days === 1 ? 'a day ago' : `${days} days ago`;
}
