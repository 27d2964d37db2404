/** What this browser keeps of a lab's script. */
export interface KeptScript {
  readonly text: string;
  /** What stood there before another script was chosen, for as long as it can be taken back. */
  readonly previous?: string | undefined;
}

/** The most that is kept of a script, in characters; a longer one cannot be run either. */
const KEPT_LIMIT = 400_000;

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
    return text === undefined ? undefined : { text, previous: 'previous' in data ? textOf(data.previous) : undefined };
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
