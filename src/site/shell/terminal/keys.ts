/** Keys that do something other than being typed, by what they do. */
export type KeyName =
  | 'enter'
  | 'tab'
  | 'escape'
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'home'
  | 'end'
  | 'up'
  | 'down'
  | 'backspace'
  | 'delete'
  | 'delete-or-end'
  | 'kill-to-end'
  | 'kill-to-start'
  | 'kill-word-left'
  | 'kill-blank-word-left'
  | 'kill-word-right'
  | 'yank'
  | 'search'
  | 'clear-screen'
  | 'interrupt'
  | 'transpose';

/** What the terminal was given: text that was typed, text that was pasted, or a key. */
export type Key =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'key'; readonly name: KeyName };

const SEQUENCES: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x1b': 'escape',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'delete-or-end',
  '\x05': 'end',
  '\x06': 'right',
  '\x0b': 'kill-to-end',
  '\x0c': 'clear-screen',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'search',
  '\x14': 'transpose',
  '\x15': 'kill-to-start',
  '\x17': 'kill-blank-word-left',
  '\x19': 'yank',
  '\x1b[A': 'up',
  '\x1b[B': 'down',
  '\x1b[C': 'right',
  '\x1b[D': 'left',
  '\x1b[H': 'home',
  '\x1b[F': 'end',
  '\x1bOA': 'up',
  '\x1bOB': 'down',
  '\x1bOC': 'right',
  '\x1bOD': 'left',
  '\x1bOH': 'home',
  '\x1bOF': 'end',
  '\x1b[1~': 'home',
  '\x1b[4~': 'end',
  '\x1b[3~': 'delete',
  '\x1b[1;5C': 'word-right',
  '\x1b[1;5D': 'word-left',
  '\x1b[1;3C': 'word-right',
  '\x1b[1;3D': 'word-left',
  '\x1bf': 'word-right',
  '\x1bb': 'word-left',
  '\x1bd': 'kill-word-right',
  '\x1b\x7f': 'kill-word-left',
  '\x1b\b': 'kill-word-left',
};

const PASTE = /\x1b\[200~(.*?)(?:\x1b\[201~|$)/s;
/** One sequence that a terminal sends: CSI, SS3, a key with Alt, or a control character. ECMA-48 §5.4 */
const SEQUENCE = /\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[\s\S]|\x1b[^[O\x1b]|[\x00-\x1f\x7f\x1b]/;

function typed(data: string): Key[] {
  const keys: Key[] = [];
  let rest = data;
  while (rest !== '') {
    const at = rest.search(SEQUENCE);
    if (at !== 0) keys.push({ kind: 'text', text: at < 0 ? rest : rest.slice(0, at) });
    if (at < 0) break;
    const [sequence = rest.slice(at, at + 1)] = SEQUENCE.exec(rest.slice(at)) ?? [];
    const name = SEQUENCES[sequence];
    // A key that means nothing here types nothing either.
    if (name) keys.push({ kind: 'key', name });
    rest = rest.slice(at + sequence.length);
  }
  return keys;
}

/** Reads what a terminal sends, with pastes between the brackets that it was asked for. */
export function readKeys(data: string): Key[] {
  const keys: Key[] = [];
  let rest = data;
  for (let paste = PASTE.exec(rest); paste; paste = PASTE.exec(rest)) {
    keys.push(...typed(rest.slice(0, paste.index)), { kind: 'paste', text: (paste[1] ?? '').replaceAll(/\r\n?/g, '\n') });
    rest = rest.slice(paste.index + paste[0].length);
  }
  return [...keys, ...typed(rest)];
}
