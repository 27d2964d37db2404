/** What the terminal knows to complete with. */
export interface Known {
  /** Names of commands. */
  readonly commands: readonly string[];
  /** Options of a command, by its name; a subcommand is in the list as it is typed. */
  readonly options: Readonly<Record<string, readonly string[]>>;
  /** What an option can be followed by, by its name. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Absolute paths of files. */
  readonly files: readonly string[];
  readonly directory: string;
  readonly home: string;
  readonly variables: readonly string[];
  readonly urls: readonly string[];
}

/** What stands from `from` to the cursor is replaced by `insert`; several choices are listed where that changes nothing. */
export interface Completion {
  readonly from: number;
  readonly insert: string;
  readonly choices: readonly string[];
}

const NOTHING = (from: number, word: string): Completion => ({ from, insert: word, choices: [] });

function commonStart(texts: readonly string[]): string {
  const [first = ''] = texts;
  let length = first.length;
  for (const text of texts) while (!text.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** Words of the simple command the cursor is in, the last one being completed. A quote holds blanks together. */
function wordsBefore(line: string): { readonly words: string[]; readonly word: string; readonly from: number; readonly quote: string } {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let from = 0;
  for (const [index, character] of [...line].map((one, at) => [at, one] as const)) {
    if (quote !== '') {
      if (character === quote) quote = '';
      word += character;
    } else if (/["']/.test(character)) {
      quote = character;
      word += character;
    } else if (/[|;&(\n`]/.test(character)) {
      words.length = 0;
      word = '';
      from = index + 1;
    } else if (/[\s<>]/.test(character)) {
      if (word !== '') words.push(word);
      word = '';
      from = index + 1;
    } else word += character;
  }
  return { words, word, from, quote };
}

function chosen(from: number, word: string, candidates: readonly string[], after: string): Completion {
  const fitting = [...new Set(candidates)].filter((candidate) => candidate.startsWith(word)).sort();
  const [only] = fitting;
  if (only === undefined) return NOTHING(from, word);
  if (fitting.length > 1) return { from, insert: commonStart(fitting), choices: fitting };
  return { from, insert: only + (/[/=?&]$/.test(only) ? '' : after), choices: [] };
}

/** Files and folders one step below what is typed, as they would be typed. */
function paths(word: string, { files, directory, home }: Known): string[] {
  const slash = word.lastIndexOf('/') + 1;
  const typed = word.slice(0, slash);
  const folder = typed.startsWith('~/')
    ? home + typed.slice(1)
    : typed.startsWith('/')
      ? typed
      : `${directory === '/' ? '' : directory}/${typed}`;
  const root = folder.replaceAll(/\/\.(?=\/)/g, '');
  return files
    .filter((path) => path.startsWith(root))
    .map((path) => path.slice(root.length))
    .filter((rest) => rest !== '' && (word.slice(slash).startsWith('.') || !rest.startsWith('.')))
    .map((rest) => typed + rest.replace(/\/.*$/, '/'));
}

/** What completes a line at the cursor. */
export function complete(line: string, cursor: number, known: Known): Completion {
  const { words, word, from, quote } = wordsBefore(line.slice(0, cursor));
  const bare = quote === '' ? word : word.slice(word.lastIndexOf(quote) + 1);
  const start = from + word.length - bare.length;
  const variable = /\$\{?(\w*)$/.exec(bare);
  if (variable) {
    const name = variable[1] ?? '';
    return chosen(start + bare.length - name.length, name, known.variables, '');
  }
  if (words.length === 0 && quote === '') {
    if (!word.includes('/')) return chosen(from, word, known.commands, ' ');
    return chosen(from, word, paths(word, known), ' ');
  }
  const [command = ''] = words.filter((one) => !/^\w+=/.test(one));
  if (/^https?:/.test(bare) || (/^(?:curl|jwks|openssl)$/.test(command) && /^h/.test(bare)))
    return chosen(start, bare, known.urls, quote === '' ? ' ' : quote);
  const values = known.values[words.at(-1) ?? ''];
  if (values) return chosen(start, bare, values, quote === '' ? ' ' : quote);
  const options = known.options[command] ?? [];
  const wanted = options.filter((option) => option.startsWith('-') === bare.startsWith('-'));
  const prefix = /^(@|[\w-]+=@?)/.exec(bare)?.[1] ?? '';
  const file = bare.slice(prefix.length);
  const candidates = [...(words.length === 1 || bare.startsWith('-') ? wanted : []), ...paths(file, known).map((path) => prefix + path)];
  return chosen(start, bare, candidates, quote === '' ? ' ' : quote);
}
