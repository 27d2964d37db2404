import { NO_MEMORY, readMemory } from '../worker/shell-messages.ts';
import type { ShellMemory } from '../worker/shell-messages.ts';

/** What a tab keeps of a lab's terminal through a reload. */
export interface KeptTerminal {
  readonly memory: ShellMemory;
  readonly history: readonly string[];
}

/** The most that is kept, in characters; a larger one keeps its history only. */
const KEPT_LIMIT = 1024 * 1024;

const EMPTY: KeptTerminal = { memory: NO_MEMORY, history: [] };

function keyOf(lab: string): string {
  return `tokenscope:terminal:${lab}`;
}

/** What was kept; an empty one where storage is forbidden, or holds something else. */
export function recallTerminal(lab: string, storage: () => Storage): KeptTerminal {
  try {
    const data: unknown = JSON.parse(storage().getItem(keyOf(lab)) ?? 'null');
    if (typeof data !== 'object' || data === null) return EMPTY;
    const history = 'history' in data && Array.isArray(data.history) ? data.history.filter((line) => typeof line === 'string') : [];
    return { history, memory: ('memory' in data ? readMemory(data.memory) : undefined) ?? NO_MEMORY };
  } catch {
    return EMPTY;
  }
}

/** Keeps a terminal. A storage that is full or forbidden stops nothing. */
export function keepTerminal(lab: string, kept: KeptTerminal, storage: () => Storage): void {
  try {
    const whole = JSON.stringify(kept);
    storage().setItem(keyOf(lab), whole.length <= KEPT_LIMIT ? whole : JSON.stringify({ ...kept, memory: NO_MEMORY }));
  } catch {
    // The terminal then lasts as long as the page.
  }
}

const SCREEN_READER = 'tokenscope:terminal-screen-reader';

/** Whether the terminal keeps a list of its lines for screen readers; it does until the reader turns that off. */
export function screenReaderOn(storage: () => Storage): boolean {
  try {
    return storage().getItem(SCREEN_READER) !== 'off';
  } catch {
    return true;
  }
}

/** Turns that list on or off, for as long as storage allows. */
export function setScreenReader(on: boolean, storage: () => Storage): void {
  try {
    storage().setItem(SCREEN_READER, on ? 'on' : 'off');
  } catch {
    // Forbidden storage: the choice lasts as long as the page.
  }
}
