/** How long the run of a closed tab is kept, in milliseconds: 30 days. */
const KEPT_FOR = 30 * 86_400_000;

/** Of how many labs runs are kept. */
const KEPT_LABS = 20;

const PREFIX = 'tokenscope:visit:';

/** The run of a lab as a tab left it that may be closed by now. */
export interface Visit {
  /** The run as text, which is validated when it is wanted. */
  readonly run: string;
  /** When it was last played, in milliseconds since 1970. */
  readonly at: number;
}

/** Kept as its time, a space, and the run: to find the oldest no run has to be read. */
function read(text: string | null): Visit | undefined {
  const [, at, run] = /^(\d{1,16}) (\{[^]*)$/.exec(text ?? '') ?? [];
  return at === undefined || run === undefined ? undefined : { at: Number(at), run };
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

/** Whether a storage took a text. */
function put(box: Storage, key: string, text: string): boolean {
  try {
    box.setItem(key, text);
    return true;
  } catch {
    return false;
  }
}

/** Keeps a run for a later tab. What is too old, and more than fits, makes way, the oldest first. */
export function keepVisit(lab: string, visit: Visit, storage: () => Storage): void {
  try {
    const box = storage();
    const others = Array.from({ length: box.length }, (_, index) => box.key(index) ?? '')
      .filter((key) => key.startsWith(PREFIX) && key !== PREFIX + lab)
      .map((key) => ({ key, at: read(box.getItem(key))?.at ?? 0 }))
      .toSorted((one, other) => other.at - one.at);
    const old = others.findIndex(({ at }) => visit.at - at >= KEPT_FOR);
    for (const { key } of others.splice(Math.min(KEPT_LABS - 1, old < 0 ? Infinity : old))) box.removeItem(key);
    while (!put(box, PREFIX + lab, `${visit.at} ${visit.run}`)) {
      const oldest = others.pop();
      if (!oldest) return;
      box.removeItem(oldest.key);
    }
  } catch {
    // Forbidden storage: the tab may still have its own memory.
  }
}

/** How long ago, in words a person uses: "today", "yesterday", "5 days ago". */
export function agoInWords(at: number, now: number): string {
  const days = Math.floor((now - at) / 86_400_000);
  if (days < 1) return 'within the last day';
  return days === 1 ? 'a day ago' : `${days} days ago`;
}
