/** How a script ended. */
export interface Ending {
  /** `done`: it came to its end. `failed`: an error nobody caught. `stopped`: by a bound, or by the reader. */
  readonly kind: 'done' | 'failed' | 'stopped';
  /** One sentence, or the error as a console shows it. */
  readonly text: string;
  /** The line of the script, from 1, where that is known. */
  readonly line?: number | undefined;
}

/** What the reader's own text is called in stacks. */
export const SCRIPT_NAME = 'script.js';

/** The engine's error where no memory is left. */
export const OUT_OF_MEMORY = 'InternalError: out of memory';

/** What is nested deeper than the engine can follow. */
const RECURSION = 'RangeError: too much recursion. Something calls itself without an end, or is nested too deep.';

/** What the engine does not have and scripts reach for, with the way out. */
const NO_INTL = 'This engine has no Intl: write a date with toISOString(), and a number with toFixed().';

/** What became of the engine itself: where its host's stack was too small, the script went too deep. */
export function brokenBy(error: unknown): Ending {
  if (error instanceof RangeError) return { kind: 'failed', text: RECURSION };
  return { kind: 'stopped', text: STOPPED.broken(error instanceof Error ? `${error.message}.` : 'the engine broke.') };
}

/** Why a worker broke before its engine ran, by what the browser says of it. */
export function unavailable(message: string | undefined): string {
  if (message === undefined || message === '' || /fetching|NetworkError|Failed to fetch/i.test(message)) return STOPPED.missing;
  return /Content Security Policy|CompileError/i.test(message) ? STOPPED.forbidden : STOPPED.broken(message.replace(/\.?$/, '.'));
}

/** What is shown of an error at most, in characters. */
const LONGEST = 20_000;

/** An error as the environment tells it. */
export interface Problem {
  /** Name and message. */
  readonly name: string;
  /** The same with what it carries. */
  readonly text: string;
  readonly stack: string;
  /** The line at which it was waited for, for a stack that ends before the script. */
  readonly line?: number | undefined;
}

/** The topmost line of the reader's own text in a stack. */
function lineIn(stack: string): number | undefined {
  const found = /\bscript\.js:(\d+)/.exec(stack)?.[1];
  return found === undefined ? undefined : Number(found);
}

function seconds(milliseconds: number): string {
  const count = Math.round(milliseconds / 100) / 10;
  return `${count} ${count === 1 ? 'second' : 'seconds'}`;
}

/** Why a script was stopped, each with the way out. */
export const STOPPED = {
  busy: (limit: number) => `Stopped: the script computed for ${seconds(limit)} without a pause. Look for a loop that never ends.`,
  total: (limit: number) => `Stopped: the script was still running after ${seconds(limit)}. Have it do less, or wait for less.`,
  memory: (limit: number) =>
    `Stopped: the script used up the ${Math.round(limit / 1024 / 1024)} MB of memory it has. Look for something that only grows.`,
  requests: (limit: number) => `Stopped: the script sent ${limit} requests, the most one run may send. Look for a loop around fetch.`,
  asks: 'Stopped: the script asked for more than one run may. Look for a loop around crypto or setTimeout.',
  lost: 'The script waits for something that never comes: a promise that nobody settles.',
  reader: 'Stopped by you.',
  hostile: 'Stopped: what came out of the script made no sense to the page.',
  silent: 'Stopped: the script did not answer any more. Look for a loop that never ends.',
  missing: 'The script could not be run: its engine could not be fetched. Try again when you are online.',
  forbidden:
    "The script could not be run: the host of this site forbids WebAssembly. Its Content-Security-Policy has to allow 'wasm-unsafe-eval'.",
  broken: (why: string) => `The script could not be run: ${why} Reload the page and try again.`,
} as const;

/** An error that nobody caught, in the words of the console. `memory` is the bound in bytes. */
export function endingOf({ name, text, stack, line: waited }: Problem, memory: number): Ending {
  const line = lineIn(stack) ?? waited;
  if (name === OUT_OF_MEMORY) return { kind: 'stopped', text: STOPPED.memory(memory), line };
  if (name === 'InternalError: stack overflow') return { kind: 'failed', text: RECURSION, line };
  if (/^ReferenceError: '?Intl\b/.test(name)) return { kind: 'failed', text: `${text}. ${NO_INTL}`, line };
  return { kind: 'failed', text: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text, line };
}
