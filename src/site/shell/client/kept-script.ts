/** What this browser keeps of a lab's script. */
export interface KeptScript {
  readonly text: string;
  /** Scripts of the reader's own that made way for others, the newest last. */
  readonly earlier: readonly string[];
}

/** The most that is kept of a script, in characters; a longer one cannot be run either. */
const KEPT_LIMIT = 400_000;

/** How many earlier scripts are kept. */
const EARLIER = 6;

/**
 * The scripts after another one took the place of the reader's: what they wrote is kept, what is only a script to
 * start from is not.
 */
export function replaced({ text, earlier }: KeptScript, by: string, isFirst: (text: string) => boolean): KeptScript {
  return { text: by, earlier: isFirst(text) ? earlier : [...earlier.filter((one) => one !== text), text].slice(-EARLIER) };
}

/** The scripts after the newest earlier one was taken back; what stood there goes to the far end, so nothing is lost. */
export function takenBack({ text, earlier }: KeptScript, isFirst: (text: string) => boolean): KeptScript {
  const back = earlier.at(-1);
  if (back === undefined) return { text, earlier };
  const rest = earlier.slice(0, -1);
  return { text: back, earlier: isFirst(text) || rest.includes(text) ? rest : [text, ...rest] };
}

function keyOf(lab: string): string {
  return `tokenscope:client:${lab}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= KEPT_LIMIT ? value : undefined;
}

/** The script that was kept; undefined where storage is forbidden, or holds none or something else. */
export function recallScript(lab: string, storage: () => Storage): KeptScript | undefined {
  try {
    const data: unknown = JSON.parse(storage().getItem(keyOf(lab)) ?? 'null');
    if (typeof data !== 'object' || data === null || !('text' in data)) return undefined;
    const text = textOf(data.text);
    const earlier = 'earlier' in data && Array.isArray(data.earlier) ? data.earlier : [];
    return text === undefined ? undefined : { text, earlier: earlier.flatMap((one) => textOf(one) ?? []).slice(-EARLIER) };
  } catch {
    return undefined;
  }
}

/** Keeps a script; false where storage is full or forbidden, and the script lasts as long as the page. */
export function keepScript(lab: string, kept: KeptScript, storage: () => Storage): boolean {
  try {
    storage().setItem(keyOf(lab), JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}
