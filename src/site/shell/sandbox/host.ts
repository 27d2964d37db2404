import { STOPPED } from './ending.ts';
import type { Problem } from './ending.ts';
import type { Level } from './guest/console.ts';
import { pack, unpack } from './guest/values/packing.ts';
import { hostCrypto } from './host-crypto.ts';
import { parseUrl, setUrlPart } from './host-url.ts';
import type { Limits } from './limits.ts';

/** One line of a script's console. */
export interface ConsoleLine {
  readonly level: Level;
  readonly text: string;
}

/** What a script can ask of the lab. */
export type LabOperation = 'send' | 'tokens' | 'clock';

/** The world around a machine, as it is given. */
export interface HostOptions {
  readonly limits: Limits;
  /** The world's time in milliseconds since 1970. */
  readonly now: () => number;
  readonly print: (line: ConsoleLine) => void;
  /** Asks the lab; rejects with what the script is to catch. */
  readonly ask: (operation: LabOperation, input: unknown) => Promise<unknown>;
  /** Calls an entry of the environment. */
  readonly deliver: (entry: 'settle' | 'fire', ...input: readonly (number | string)[]) => void;
  /** A promise that the script dropped was rejected. */
  readonly lost: (problem: Problem) => void;
}

const LEVELS: readonly unknown[] = ['log', 'info', 'warn', 'error'] satisfies readonly Level[];
const LAB: readonly string[] = ['send', 'tokens', 'clock'] satisfies readonly LabOperation[];

function told(error: unknown): { readonly name: string; readonly message: string } {
  return error instanceof Error ? { name: error.name, message: error.message } : { name: 'Error', message: String(error) };
}

/** Random bytes at most in one call. */
const MOST_RANDOM = 65_536;

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What answers a machine: the one place where a script's wishes are bounded and served. */
export function createHost({ limits, now, print, ask, deliver, lost }: HostOptions) {
  const crypto_ = hostCrypto(limits);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const idle = new Set<number>();
  let [asked, sent, operations, lines, printed] = [0, 0, 0, 0, 0];
  let excess: string | undefined;
  let closed = false;

  function write(level: unknown, said: unknown): void {
    if (lines >= limits.lines) return;
    lines += 1;
    const whole = text(said);
    const line = whole.length > limits.lineLength ? `${whole.slice(0, limits.lineLength)}… (${whole.length} characters)` : whole;
    printed += line.length;
    print({ level: LEVELS.includes(level) ? (level as Level) : 'log', text: line });
    if (lines === limits.lines || printed > limits.output) {
      lines = limits.lines;
      print({ level: 'warn', text: 'The script prints more than is kept here. The rest is left out.' });
    }
  }

  function setTimer(id: number, delay: number): void {
    if (timers.size >= limits.timers) excess = STOPPED.asks;
    else
      timers.set(
        id,
        setTimeout(() => {
          timers.delete(id);
          deliver('fire', id);
        }, delay),
      );
  }

  /** A timer that a script does not wait for before it ends. */
  const setIdle = (id: unknown): void => void idle.add(Number(id));

  function clear(id: unknown): void {
    clearTimeout(timers.get(Number(id)));
    timers.delete(Number(id));
  }

  /** What is answered at once. */
  const calls: Readonly<Record<string, (...input: readonly unknown[]) => unknown>> = {
    now,
    milliseconds: () => performance.now(),
    print: write,
    url: (url, base) => parseUrl(text(url), base === undefined ? undefined : text(base)),
    'url-set': (href, part, value) => setUrlPart(text(href), text(part), text(value)),
    random: (count) => crypto.getRandomValues(new Uint8Array(Math.min(Number(count), MOST_RANDOM))),
    timer: (id, delay) => setTimer(Number(id), Number(delay) || 0),
    'idle-timer': setIdle,
    clear,
    lost: (problem) => lost(problem as Problem),
  };

  function answer(operation: string, input: readonly unknown[]): unknown {
    const call = Object.hasOwn(calls, operation) ? calls[operation] : undefined;
    if (!call) throw new TypeError('The host knows no such call.');
    return call(...input);
  }

  async function later(operation: string, packed: string): Promise<unknown> {
    const input = unpack(packed, crypto_.find) as readonly unknown[];
    if (operation === 'subtle') {
      operations += 1;
      if (operations > limits.operations) excess = STOPPED.asks;
      return crypto_.subtle(input);
    }
    if (!LAB.includes(operation)) throw new TypeError('The host knows no such question.');
    sent += 1;
    if (sent > limits.requests) excess = STOPPED.requests(limits.requests);
    if (packed.length > limits.requestSize)
      throw new RangeError(`A request may have ${limits.requestSize / 1024} KB here. Send a smaller one.`);
    return excess === undefined ? ask(operation as LabOperation, input[0]) : undefined;
  }

  return {
    /** Answers at once. Never throws. */
    call(operation: string, packed: string): string {
      try {
        return pack({ value: answer(operation, unpack(packed) as readonly unknown[]) });
      } catch (error) {
        return pack({ error: told(error) });
      }
    },
    /** Answers later, through `settle`. */
    ask(id: number, operation: string, packed: string): void {
      asked += 1;
      void later(operation, packed)
        .then((value) => pack({ value }, crypto_.refer))
        .catch((error: unknown) => pack({ error: told(error) }))
        .then((answered) => {
          asked -= 1;
          if (!closed) deliver('settle', id, answered);
        });
    },
    /** Whether something is still to come that a script may wait for. */
    get waits(): boolean {
      return asked > 0 || [...timers.keys()].some((id) => !idle.has(id));
    },
    /** Why the script has to be stopped. */
    get excess(): string | undefined {
      return excess;
    },
    close(): void {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
