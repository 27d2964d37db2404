import { Bash, defineCommand } from 'just-bash/browser';
import type { Command, ExecResult } from 'just-bash/browser';
import { base64, fromBase64, fromUtf8 } from '#engine/http/encoding.ts';
import { CommandError } from '../commands/command.ts';
import type { LabDoor, ShellCommand } from '../commands/command.ts';
import { columnsOf } from '../terminal/columns.ts';
import { lineCommands } from './line-commands.ts';
import type { ShellMemory } from './shell-messages.ts';
import { arrayNames, arraysAgain, isUnfinished, statementsOf, unfinishedEnd } from './statements.ts';
import type { Statement } from './statements.ts';

/** Whose shell it is. */
const HOME = '/home/you';

/** How much one line may do before it is told to stop. Time is bounded by the page. */
const LIMITS = {
  maxLoopIterations: 10_000_000,
  maxCommandCount: 10_000_000,
  maxFileSystemBytes: 32 * 1024 * 1024,
  maxStringLength: 8 * 1024 * 1024,
  maxOutputSize: 4 * 1024 * 1024,
  maxLiveBytes: 64 * 1024 * 1024,
} as const;

/** What is kept of files, in bytes of base64 together. */
const FILES_LIMIT = 512 * 1024;

/** Variables that a shell makes anew. */
const OWN_VARIABLES =
  /^(?:\?|_|IFS|OSTYPE|MACHTYPE|HOSTTYPE|HOSTNAME|PWD|OLDPWD|OPTIND|SHELLOPTS|BASHOPTS|PIPESTATUS|__status|HOME|PATH|USER)$/;

/** The status of a line that was stopped: 128 and the number of the signal. */
const STOPPED = 130;

/** Where arrays are written down, and what keeps an empty directory there. */
const [ARRAYS, KEEP] = ['/tmp/.arrays', '/tmp/.keep'];
const HIDDEN: ReadonlySet<string> = new Set([ARRAYS, KEEP]);

/** What a shell tells while a line runs. */
export interface ShellEvents {
  output(stream: 'out' | 'err', text: string): void;
  note(text: string): void;
  clear(): void;
  /** Lines that were run before, oldest first. */
  history(): readonly string[];
}

/** What a line is run with. */
export interface RunSetting {
  /** How the line before ended. */
  readonly status: number;
  /** How wide the screen is. */
  readonly columns: number;
  readonly signal: AbortSignal;
}

/** One line at a time, with what it leaves behind. */
export interface Shell {
  /** Names of every command there is. */
  readonly commands: readonly string[];
  /**
   * Runs a line. Resolves with its exit status, or `incomplete` where the line is the beginning of something longer;
   * then nothing was run.
   */
  run(line: string, setting: RunSetting): Promise<number | 'incomplete'>;
  memory(): Promise<ShellMemory>;
}

/** Bytes of a pipe, one a character, as the text they stand for. */
function bytesAsText(bytes: unknown): string {
  const raw = typeof bytes === 'string' ? bytes : '';
  return fromUtf8(Uint8Array.from(raw, (character) => character.charCodeAt(0))) ?? raw;
}

function decoded({ stdout, stdoutKind, stdoutEncoding }: ExecResult): string {
  return stdoutKind === 'bytes' || stdoutEncoding === 'binary' ? bytesAsText(stdout) : stdout;
}

/** Names that stand one a line, beside each other. */
function inColumns(list: string, columns: number): string {
  return columnsOf(list.replace(/\n$/, '').split('\n'), columns);
}

/** As in every shell that somebody types into, aliases count; and its help is that of the lab. */
const PRELUDE = 'shopt -s expand_aliases\nhelp() { lab-help "$@"; }';

/** Leaving is for shells that were come into. */
const LEAVES = /^(?:exit|logout)\b/;

/** A Bash that remembers, from line to line, with the commands of this lab. */
export function createShell(
  memory: ShellMemory,
  given: Readonly<Record<string, string>>,
  own: readonly ShellCommand[],
  lab: LabDoor,
  events: ShellEvents,
): Shell {
  let { variables, functions, arrays, directory } = memory;
  const kept = Object.entries(memory.files).map(([path, content]) => [path, fromBase64(content) ?? new Uint8Array()] as const);
  const bash = new Bash({
    files: { ...given, [KEEP]: '', ...Object.fromEntries(kept) },
    cwd: HOME,
    env: { HOME, USER: 'you', HOSTNAME: 'lab' },
    executionLimits: LIMITS,
    customCommands: [...own.map(commandOf), ...lineCommands(lab, events)],
    processInfo: { uid: 1000, gid: 1000 },
  });

  function commandOf({ name, run }: ShellCommand): Command {
    return defineCommand(name, async (args, context) => {
      const path = (file: string): string => context.fs.resolvePath(context.cwd, file.replace(/^~(?=\/|$)/, HOME));
      try {
        const {
          stdout = '',
          stderr = '',
          status,
          binary,
        } = await run({
          args,
          stdin: bytesAsText(context.stdin),
          lab,
          read: async (file) => context.fs.readFile(path(file)),
          // What goes to the null device is gone; written as a file it would stay there to be read.
          write: async (file, content) => (path(file) === '/dev/null' ? undefined : context.fs.writeFile(path(file), content)),
          assign: async (variable, value) => context.assignShellVariable?.(variable, value),
          note: events.note,
        });
        return { stdout, stderr, exitCode: status, stdoutKind: binary === true ? ('bytes' as const) : ('text' as const) };
      } catch (error) {
        if (error instanceof CommandError) return { stdout: '', stderr: `${name}: ${error.message}\n`, exitCode: error.status };
        throw error;
      }
    });
  }

  async function execute({ text: statement, lists }: Statement, { status, columns, signal }: RunSetting): Promise<number> {
    const names = arrayNames(statement, arrays);
    const script = [
      ...Object.values(functions),
      arraysAgain(arrays),
      PRELUDE,
      // The status of the line before is what `$?` means at the start of this one.
      status === 0 ? '' : `(exit ${status})`,
      statement,
      // Arrays are no part of the environment, so they are written down while they are there.
      ...(names.length === 0 ? [] : [`__status=$?`, `declare -p ${names.join(' ')} > ${ARRAYS} 2> /dev/null`, '(exit $__status)']),
    ];
    const result = await bash.exec(script.filter((part) => part !== '').join('\n'), {
      env: { ...variables },
      cwd: directory,
      signal,
      rawScript: true,
    });
    if (signal.aborted) return STOPPED;
    if (result.stderr !== '') events.output('err', result.stderr);
    const printed = decoded(result);
    if (printed !== '') events.output('out', lists === true && !printed.includes(':\n') ? inColumns(printed, columns) : printed);
    variables = Object.fromEntries(Object.entries(result.env).filter(([name]) => !OWN_VARIABLES.test(name)));
    directory = result.env['PWD'] ?? directory;
    if (names.length > 0) arrays = await bash.readFile(ARRAYS).catch(() => arrays);
    return result.exitCode;
  }

  return {
    commands: [...own.map(({ name }) => name), ...bash.fs.getAllPaths().flatMap((path) => /^\/usr\/bin\/(.+)$/.exec(path)?.[1] ?? [])],
    async run(line, setting) {
      if (unfinishedEnd(line)) return 'incomplete';
      let statements;
      try {
        statements = statementsOf(bash, line);
      } catch (error) {
        if (isUnfinished(error)) return 'incomplete';
        const message = error instanceof Error ? error.message : 'This could not be read.';
        events.output('err', `bash: ${message}\n`);
        return 2;
      }
      let { status } = setting;
      for (const statement of statements) {
        if (setting.signal.aborted) return STOPPED;
        if (LEAVES.test(statement.text)) {
          events.note('There is no shell above this one. Esc, then Tab, leaves the terminal.');
          return status;
        }
        status = await execute(statement, { ...setting, status });
        const { defines, text } = statement;
        if (defines !== undefined && status === 0) functions = { ...functions, [defines]: text };
      }
      return status;
    },
    async memory() {
      const files: Record<string, string> = {};
      let room = FILES_LIMIT;
      for (const path of bash.fs.getAllPaths().filter((one) => /^\/(?:home\/you|tmp)\//.test(one) && !HIDDEN.has(one))) {
        const stat = await bash.fs.stat(path);
        if (!stat.isFile || stat.size > FILES_LIMIT) continue;
        const bytes = await bash.fs.readFileBuffer(path);
        if (given[path] === fromUtf8(bytes)) continue;
        const content = base64(bytes);
        if (content.length > room) continue;
        room -= content.length;
        files[path] = content;
      }
      return { variables, functions, arrays, directory, files };
    },
  };
}
