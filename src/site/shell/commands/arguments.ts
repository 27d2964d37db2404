import { CommandError } from './command.ts';

/** What a command was given: words in order, and options with their values. */
export interface Arguments {
  readonly words: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
}

/** Which options a command has. */
export interface OptionNames {
  readonly values?: readonly string[];
  readonly flags?: readonly string[];
}

/**
 * Reads options, each by its whole name with one or two hyphens; `--name=value` works too. `-` by itself is a word.
 * @throws {CommandError} where one is unknown or lacks its value
 */
export function readArguments(args: readonly string[], names: OptionNames): Arguments {
  const words: string[] = [];
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (!arg.startsWith('-') || arg === '-') {
      words.push(arg);
      continue;
    }
    const [, name = '', inline] = /^--?([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (names.flags?.includes(name)) flags.add(name);
    else if (names.values?.includes(name)) {
      const value = inline ?? left.shift();
      if (value === undefined) throw new CommandError(`${arg} needs a value.`, 2);
      values.set(name, value);
    } else {
      const known = [...(names.values ?? []), ...(names.flags ?? [])].map((one) => `--${one}`).join(', ');
      throw new CommandError(`There is no option ${arg} here.${known === '' ? '' : ` There are ${known}.`}`, 2);
    }
  }
  return { words, values, flags };
}
