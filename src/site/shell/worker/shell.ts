import { Bash, defineCommand } from 'just-bash/browser';
import type { Command, ExecResult } from 'just-bash/browser';
import { base64, fromBase64, fromUtf8 } from '#engine/http/encoding.ts';
import { CommandError } from '../commands/command.ts';
import type { LabDoor, ShellCommand } from '../commands/command.ts';
import type { ShellMemory } from './shell-messages.ts';

/** Whose shell it is. */
export const HOME = '/home/you';

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

/** One line at a time, with what it leaves behind. */
export interface Shell {
  /** Names of every command there is. */
  readonly commands: readonly string[];
  /**
   * Runs a line. Resolves with its exit status, or `incomplete` where the line is the beginning of something longer;
   * then nothing was run.
   */
  run(line: string, status: number, signal: AbortSignal): Promise<number | 'incomplete'>;
  memory(): Promise<ShellMemory>;
}

function isUnfinished(error: unknown): boolean {
  return error instanceof Error && /got EOF|unexpected EOF|unterminated here-document/.test(error.message);
}

function unfinishedEnd(line: string): boolean {
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(line) || /(?:\||&&)\s*$/.test(line);
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** What `sleep` is given, in seconds: several numbers add up, each with its unit. */
function secondsOf(args: readonly string[]): number | undefined {
  const each = args.map((arg) => {
    const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(arg) ?? [];
    return number === '' ? Number.NaN : Number(number) * (UNITS[unit === '' ? 's' : unit] ?? 1);
  });
  const sum = each.reduce((total, one) => total + one, 0);
  return each.length > 0 && sum <= 10 * 365 * 86_400 ? sum : undefined;
}

/** Arrays that a statement may make or change, and those that are there. */
function arrayNames(statement: string, arrays: string): string[] {
  const made = /\b([A-Za-z_]\w*)(?:\+?=\(|\[[^\]]*\]=)|\b(?:mapfile|readarray|read\s+-a)\s+(?:-\S+\s+)*([A-Za-z_]\w*)/g;
  const names = [...statement.matchAll(made)].map(([, one, other]) => one ?? other ?? '');
  const known = [...arrays.matchAll(/^declare -\S+ (\w+)=/gm)].map(([, name = '']) => name);
  const all = [...new Set([...known, ...names])];
  // Without an array, now or in this statement, there is nothing to write down.
  return names.length === 0 && known.length === 0 ? [] : all;
}

/** Bytes of a pipe, one a character, as the text they stand for. */
function bytesAsText(bytes: unknown): string {
  const raw = typeof bytes === 'string' ? bytes : '';
  return fromUtf8(Uint8Array.from(raw, (character) => character.charCodeAt(0))) ?? raw;
}

function decoded({ stdout, stdoutKind, stdoutEncoding }: ExecResult): string {
  return stdoutKind === 'bytes' || stdoutEncoding === 'binary' ? bytesAsText(stdout) : stdout;
}

/** What `declare -p` wrote, so that it makes the same arrays: blanks in a value survive only outside of `declare`. */
function arraysAgain(arrays: string): string {
  return arrays.replaceAll(/^declare (-\S+) (\w+)=\(/gm, 'declare $1 $2\n$2=(');
}

/** The shell has a help of its own, about itself. */
const HELP = 'help() { lab-help "$@"; }';

/** The statements of a line, so that each can be told of when it is done. A here-document keeps its line whole. */
function statementsOf(shell: Bash, line: string): { readonly text: string; readonly defines?: string | undefined }[] {
  const { ast } = shell.transform(line);
  const hereDocument = /<<-?(?!<)/.test(line.replaceAll('<<<', ''));
  if (hereDocument) return [{ text: line }];
  return ast.statements.map(({ sourceText, pipelines }) => {
    const [first] = pipelines.flatMap(({ commands }) => commands);
    return { text: sourceText ?? '', defines: first?.type === 'FunctionDef' ? first.name : undefined };
  });
}

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
    customCommands: [
      ...own.map(commandOf),
      defineCommand('clear', async () => {
        events.clear();
        return { stdout: '', stderr: '', exitCode: 0 };
      }),
      defineCommand('history', async ([most]) => {
        const lines = events.history().map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`);
        return { stdout: lines.slice(-(Number(most) || lines.length)).join(''), stderr: '', exitCode: 0 };
      }),
      defineCommand('date', async (args, { origCommand }) => {
        // A machine of the lab has the lab's time.
        const told = args.some((arg) => /^(?:-d|--date|-r|--reference)/.test(arg));
        const given = told ? args : ['-u', '-d', `@${Math.floor(lab.now() / 1000)}`, ...args];
        return (await origCommand?.(given)) ?? { stdout: '', stderr: 'date: not here\n', exitCode: 1 };
      }),
      defineCommand('tr', async (args, { origCommand }) => {
        // As with others, what follows a first set is a set, also where it begins with a hyphen: tr '+/' '-_'
        const sets = args.findIndex((arg) => !/^-[cCdst]+$|^--[a-z]/.test(arg));
        const given = sets < 0 || args.includes('--') ? args : [...args.slice(0, sets), '--', ...args.slice(sets)];
        return (await origCommand?.(given)) ?? { stdout: '', stderr: 'tr: not here\n', exitCode: 1 };
      }),
      defineCommand('sleep', async (args) => {
        const seconds = secondsOf(args);
        if (seconds === undefined) return { stdout: '', stderr: 'sleep: say how long: sleep 30, sleep 5m, sleep 1h\n', exitCode: 1 };
        await lab.moveClock(seconds);
        return { stdout: '', stderr: '', exitCode: 0 };
      }),
    ],
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
          write: (file, content) => context.fs.writeFile(path(file), content),
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

  async function execute(statement: string, status: number, signal: AbortSignal): Promise<number> {
    const names = arrayNames(statement, arrays);
    const script = [
      ...Object.values(functions),
      arraysAgain(arrays),
      HELP,
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
    if (result.stdout !== '') events.output('out', decoded(result));
    variables = Object.fromEntries(Object.entries(result.env).filter(([name]) => !OWN_VARIABLES.test(name)));
    directory = result.env['PWD'] ?? directory;
    if (names.length > 0) arrays = await bash.readFile(ARRAYS).catch(() => arrays);
    return result.exitCode;
  }

  return {
    commands: [...own.map(({ name }) => name), ...bash.fs.getAllPaths().flatMap((path) => /^\/usr\/bin\/(.+)$/.exec(path)?.[1] ?? [])],
    async run(line, status, signal) {
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
      let last = status;
      for (const { text, defines } of statements) {
        if (signal.aborted) return STOPPED;
        last = await execute(text, last, signal);
        if (defines !== undefined && last === 0) functions = { ...functions, [defines]: text };
      }
      return last;
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
