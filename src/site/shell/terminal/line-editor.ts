import { graphemes } from './cell-width.ts';
import type { Key, KeyName } from './keys.ts';

/** A line that is being written, and what its keys remember. */
export interface EditorState {
  /** What was written, as graphemes. */
  readonly text: readonly string[];
  /** Before which grapheme the cursor stands. */
  readonly cursor: number;
  /** What was cut last, for yank. */
  readonly killed: string;
  /** Whether the last key cut something: what the next one cuts joins it. */
  readonly killing: boolean;
  /** Lines that were run, oldest first. */
  readonly history: readonly string[];
  /** The place in the history that is shown; none while a new line is written. */
  readonly at?: number | undefined;
  /** The new line that waits while an old one is looked at. */
  readonly draft: string;
  /** What is searched for backwards in the history, and the line it was begun on. */
  readonly search?: { readonly query: string; readonly at: number | undefined; readonly before: string } | undefined;
}

/** What a key asks of whoever shows the line. */
export type EditorRequest = 'submit' | 'interrupt' | 'complete' | 'clear-screen' | 'bell';

/** The line after a key, and what the key asks for. */
export interface Pressed {
  readonly state: EditorState;
  readonly request?: EditorRequest | undefined;
}

/** The longest line that can be written, in graphemes. */
const LONGEST = 16 * 1024;

/** An empty line under a history. */
export function emptyLine(history: readonly string[] = [], killed = ''): EditorState {
  return { text: [], cursor: 0, killed, killing: false, history, draft: '' };
}

/** What was written, as one text. */
export function lineOf(state: EditorState): string {
  return state.text.join('');
}

function withText(state: EditorState, text: string, cursor?: number): EditorState {
  const parts = graphemes(text);
  return { ...state, text: parts, cursor: cursor ?? parts.length };
}

/** Control characters cannot be seen in a line, so none is taken into it; a tab is a space there. */
function writable(text: string): string {
  return text.replaceAll('\t', ' ').replaceAll(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/g, '');
}

/** The line with a text put in at the cursor. */
export function insert(state: EditorState, text: string): EditorState {
  const before = state.text.slice(0, state.cursor).join('') + writable(text);
  const whole = graphemes(before + state.text.slice(state.cursor).join('')).slice(0, LONGEST);
  return { ...state, text: whole, cursor: Math.min(whole.length, graphemes(before).length), killing: false };
}

/** The line with what stands from `from` to the cursor replaced, as completion does. `from` counts graphemes. */
export function replaceBefore(state: EditorState, from: number, text: string): EditorState {
  const head = [...state.text.slice(0, from), ...graphemes(text)];
  return { ...state, text: [...head, ...state.text.slice(state.cursor)], cursor: head.length, killing: false };
}

const isWord = (grapheme: string | undefined): boolean => grapheme !== undefined && /[\p{L}\p{N}_]/u.test(grapheme);
const isFilled = (grapheme: string | undefined): boolean => grapheme !== undefined && !/\s/.test(grapheme);

function wordLeft({ text, cursor }: EditorState, part = isWord): number {
  let at = cursor;
  while (at > 0 && !part(text[at - 1])) at -= 1;
  while (at > 0 && part(text[at - 1])) at -= 1;
  return at;
}

function wordRight({ text, cursor }: EditorState): number {
  let at = cursor;
  while (at < text.length && !isWord(text[at])) at += 1;
  while (at < text.length && isWord(text[at])) at += 1;
  return at;
}

function kill(state: EditorState, from: number, to: number): EditorState {
  if (from === to) return { ...state, killing: state.killing };
  const cut = state.text.slice(from, to).join('');
  const before = state.killing ? state.killed : '';
  return {
    ...state,
    text: [...state.text.slice(0, from), ...state.text.slice(to)],
    cursor: from,
    killed: from < state.cursor ? cut + before : before + cut,
    killing: true,
  };
}

function remove(state: EditorState, from: number, to: number): EditorState {
  return { ...state, text: [...state.text.slice(0, from), ...state.text.slice(to)], cursor: from };
}

function browse(state: EditorState, by: -1 | 1): Pressed {
  const at = (state.at ?? state.history.length) + by;
  if (at < 0 || at > state.history.length) return { state, request: 'bell' };
  const draft = state.at === undefined ? lineOf(state) : state.draft;
  if (at === state.history.length) return { state: { ...withText(state, draft), at: undefined, draft: '' } };
  return { state: { ...withText(state, state.history[at] ?? ''), at, draft } };
}

function transpose(state: EditorState): EditorState {
  const right = Math.min(state.cursor, state.text.length - 1);
  const [one, other] = [state.text[right - 1], state.text[right]];
  if (one === undefined || other === undefined) return state;
  return { ...state, text: state.text.with(right - 1, other).with(right, one), cursor: right + 1 };
}

/** The newest line before `from` that holds the query. */
function find(history: readonly string[], query: string, from: number): number | undefined {
  for (let at = from; at >= 0; at -= 1) if (history[at]?.includes(query) === true) return at;
  return undefined;
}

function searched(state: EditorState, query: string, from: number): Pressed {
  const { search } = state;
  if (!search) return { state };
  const at = query === '' ? undefined : find(state.history, query, from);
  const shown = at === undefined ? lineOf(state) : (state.history[at] ?? '');
  return {
    state: { ...withText(state, shown), search: { ...search, query, at: at ?? search.at } },
    request: query !== '' && at === undefined ? 'bell' : undefined,
  };
}

function searching(state: EditorState, key: Key): Pressed {
  const { search, ...rest } = state;
  if (!search) return { state };
  const last = state.history.length - 1;
  if (key.kind !== 'key') return searched(state, search.query + writable(key.text).replaceAll('\n', ' '), search.at ?? last);
  switch (key.name) {
    case 'search':
      return searched(state, search.query, (search.at ?? last + 1) - 1);
    case 'backspace':
      return searched(state, graphemes(search.query).slice(0, -1).join(''), last);
    case 'escape':
    case 'interrupt':
      return { state: withText({ ...rest, search: undefined }, search.before) };
    default:
      // Any other key takes the line that was found, and does its own work on it.
      return press({ ...rest, search: undefined, ...(search.at === undefined ? {} : { at: search.at }) }, key);
  }
}

const ACTIONS: Readonly<Record<Exclude<KeyName, 'escape'>, (state: EditorState) => Pressed>> = {
  enter: (state) => ({ state, request: 'submit' }),
  tab: (state) => ({ state, request: 'complete' }),
  interrupt: (state) => ({ state, request: 'interrupt' }),
  'clear-screen': (state) => ({ state, request: 'clear-screen' }),
  left: (state) => ({ state: { ...state, cursor: Math.max(0, state.cursor - 1) } }),
  right: (state) => ({ state: { ...state, cursor: Math.min(state.text.length, state.cursor + 1) } }),
  'word-left': (state) => ({ state: { ...state, cursor: wordLeft(state) } }),
  'word-right': (state) => ({ state: { ...state, cursor: wordRight(state) } }),
  home: (state) => ({ state: { ...state, cursor: 0 } }),
  end: (state) => ({ state: { ...state, cursor: state.text.length } }),
  up: (state) => browse(state, -1),
  down: (state) => browse(state, 1),
  backspace: (state) => (state.cursor === 0 ? { state, request: 'bell' } : { state: remove(state, state.cursor - 1, state.cursor) }),
  delete: (state) => ({ state: remove(state, state.cursor, Math.min(state.text.length, state.cursor + 1)) }),
  'delete-or-end': (state) => ACTIONS.delete(state),
  'kill-to-end': (state) => ({ state: kill(state, state.cursor, state.text.length) }),
  'kill-to-start': (state) => ({ state: kill(state, 0, state.cursor) }),
  'kill-word-left': (state) => ({ state: kill(state, wordLeft(state), state.cursor) }),
  'kill-blank-word-left': (state) => ({ state: kill(state, wordLeft(state, isFilled), state.cursor) }),
  'kill-word-right': (state) => ({ state: kill(state, state.cursor, wordRight(state)) }),
  yank: (state) => ({ state: insert(state, state.killed) }),
  transpose: (state) => ({ state: transpose(state) }),
  search: (state) => ({ state: { ...state, search: { query: '', at: undefined, before: lineOf(state) } } }),
};

const CUTS: ReadonlySet<KeyName> = new Set(['kill-to-end', 'kill-to-start', 'kill-word-left', 'kill-blank-word-left', 'kill-word-right']);

/** What a key makes of a line. Nothing here touches a screen. */
export function press(state: EditorState, key: Key): Pressed {
  if (state.search) return searching(state, key);
  if (key.kind !== 'key') return { state: insert(state, key.text) };
  if (key.name === 'escape') return { state };
  const pressed = ACTIONS[key.name](state);
  return CUTS.has(key.name) ? pressed : { ...pressed, state: { ...pressed.state, killing: false } };
}

/** The history with one more line; a line that repeats the last one, or is empty, is not kept twice. */
export function remembered(history: readonly string[], line: string, most = 500): readonly string[] {
  if (line.trim() === '' || history.at(-1) === line) return history;
  return [...history, line].slice(-most);
}
