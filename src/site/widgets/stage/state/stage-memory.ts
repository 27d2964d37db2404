/** What a tab remembers of a lab, so that a reload loses nothing. */
export interface StageMemory {
  /** The run as text, which is validated when it is read. */
  readonly run?: string | undefined;
  /** How many messages it had sent before its reader went back. */
  readonly furthest?: number | undefined;
  /** Whether answers are held on their way. */
  readonly holding?: boolean | undefined;
  /** Which choice the reader predicted, by step. */
  readonly predictions: Readonly<Record<string, number>>;
  /** Runs that made way for others, as text too. */
  readonly earlier?: readonly { readonly words: string; readonly run: string }[];
}

const EMPTY: StageMemory = { predictions: {} };
const keyOf = (lab: string): string => `tokenscope:stage:${lab}`;

function numbers(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'));
}

function runs(value: unknown): NonNullable<StageMemory['earlier']> {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'words' in one && 'run' in one ? [{ words: String(one.words), run: String(one.run) }] : [],
  );
}

/** What was remembered; nothing where storage is forbidden or holds something else. */
export function recall(lab: string, storage: () => Storage): StageMemory {
  try {
    const parsed: unknown = JSON.parse(storage().getItem(keyOf(lab)) ?? 'null');
    if (typeof parsed !== 'object' || parsed === null) return EMPTY;
    const run = 'run' in parsed && typeof parsed.run === 'string' ? parsed.run : undefined;
    const earlier = 'earlier' in parsed ? runs(parsed.earlier) : [];
    const furthest = 'furthest' in parsed && typeof parsed.furthest === 'number' ? parsed.furthest : undefined;
    const holding = 'holding' in parsed && parsed.holding === true;
    return { run, furthest, holding, predictions: 'predictions' in parsed ? numbers(parsed.predictions) : {}, earlier };
  } catch {
    return EMPTY;
  }
}

/** Remembers; false where storage is full or forbidden, which must never stop a lab. */
export function remember(lab: string, memory: StageMemory, storage: () => Storage): boolean {
  try {
    storage().setItem(keyOf(lab), JSON.stringify(memory));
    return true;
  } catch {
    return false;
  }
}

const BROWSER = 'tokenscope:browser';

/** Whether the reader last looked at the browser in place of the diagram. */
export function browserShown(storage: () => Storage): boolean {
  try {
    return storage().getItem(BROWSER) === 'shown';
  } catch {
    return false;
  }
}

/** Remembers whether the browser is shown, for as long as storage allows. */
export function setBrowserShown(on: boolean, storage: () => Storage): void {
  try {
    storage().setItem(BROWSER, on ? 'shown' : 'hidden');
  } catch {
    // Forbidden storage: the choice lasts as long as the page.
  }
}

const KEYS = 'tokenscope:single-keys';

/** Whether single letters work as shortcuts; they do until the reader turns them off. */
export function singleKeysOn(storage: () => Storage): boolean {
  try {
    return storage().getItem(KEYS) !== 'off';
  } catch {
    return true;
  }
}

/** Turns single-letter shortcuts on or off, for as long as storage allows. */
export function setSingleKeys(on: boolean, storage: () => Storage): void {
  try {
    storage().setItem(KEYS, on ? 'on' : 'off');
  } catch {
    // Forbidden storage: the choice lasts as long as the page.
  }
}
