import { NO_MEMORY, readFromShell } from '../worker/shell-messages.ts';
import type { Answer, FromShell, KnownParty, Question, ShellMemory, ToShell } from '../worker/shell-messages.ts';

/** What a line is run with. */
export interface LineSetting {
  /** How the line before ended: what `$?` is. */
  readonly status: number;
  /** Lines that were run before, oldest first. */
  readonly history: readonly string[];
  /** How wide the screen is. */
  readonly columns: number;
}

/** How a line of the shell ended. */
export type LineEnd =
  | { readonly kind: 'done'; readonly status: number }
  /** The line is the beginning of something longer; nothing was run. */
  | { readonly kind: 'incomplete' }
  /** It did not stop when told to, or took too long, so that its worker was given up. What it had changed is lost. */
  | { readonly kind: 'given-up'; readonly why: 'interrupted' | 'too-long' | 'broken' };

/** What a shell needs of the page. */
export interface ShellHost {
  readonly parties: () => readonly KnownParty[];
  /** The world's time in milliseconds since 1970. */
  readonly now: () => number;
  readonly answer: (question: Question) => Promise<Answer>;
  readonly output: (stream: 'out' | 'err', text: string) => void;
  readonly note: (text: string) => void;
  readonly clear: () => void;
}

/** How long a line may run, and how long one that was told to stop may take to do so, in milliseconds. */
const LONGEST_RUN = 20_000;
const LONGEST_STOP = 250;

/** The part of `Worker` that is used here, so that tests can stand in for it. */
export interface ShellWorker {
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToShell): void;
  terminate(): void;
}

/** What a command hears where the page broke: it must not wait for ever. */
function unanswered(error: unknown): Answer {
  return { now: 0, sent: { failure: error instanceof Error ? error.message : 'The lab could not answer.' } };
}

/** The page's end of the shell: one worker, replaced by another where it does not stop. */
export class ShellClient {
  memory: ShellMemory;
  /** Names of the commands there are; none before the worker is ready. */
  commands: readonly string[] = [];
  #given: readonly string[] = [];
  readonly #make: () => ShellWorker;
  readonly #host: ShellHost;
  #worker: ShellWorker | undefined;
  #ready: Promise<void> | undefined;
  #ended: ((end: LineEnd) => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(make: () => ShellWorker, host: ShellHost, memory: ShellMemory = NO_MEMORY) {
    this.#make = make;
    this.#host = host;
    this.memory = memory;
  }

  /** Paths of the files there are. */
  get files(): readonly string[] {
    return [...this.#given, ...Object.keys(this.memory.files)];
  }

  /** Starts the worker where there is none. Rejects where it cannot be fetched. */
  open(): Promise<void> {
    return (this.#ready ??= new Promise((resolve, reject) => {
      const worker = this.#make();
      this.#worker = worker;
      worker.onmessage = ({ data }) => {
        const message = readFromShell(data);
        if (!message || this.#worker !== worker) return;
        if (message.kind === 'ready') {
          this.commands = message.commands;
          this.#given = message.files;
          resolve();
        } else this.#hear(worker, message);
      };
      worker.onerror = () => {
        this.close();
        reject(new Error('The shell could not be fetched.'));
        this.#end({ kind: 'given-up', why: 'broken' });
      };
      worker.postMessage({ kind: 'start', memory: this.memory, parties: this.#host.parties() });
    }));
  }

  #hear(worker: ShellWorker, message: FromShell): void {
    switch (message.kind) {
      case 'ask':
        void this.#host
          .answer(message.question)
          .catch(unanswered)
          .then((answer) => worker.postMessage({ kind: 'answer', call: message.call, answer }));
        break;
      case 'output':
        this.#host.output(message.stream, message.text);
        break;
      case 'note':
        this.#host.note(message.text);
        break;
      case 'clear':
        this.#host.clear();
        break;
      case 'incomplete':
        this.#end({ kind: 'incomplete' });
        break;
      case 'done':
        this.memory = message.memory;
        this.#end({ kind: 'done', status: message.status });
        break;
      case 'ready':
    }
  }

  #end(end: LineEnd): void {
    clearTimeout(this.#timer);
    const ended = this.#ended;
    this.#ended = undefined;
    ended?.(end);
  }

  /** Runs one line. Rejects where the shell cannot be fetched. */
  async run(line: string, setting: LineSetting): Promise<LineEnd> {
    await this.open();
    return new Promise((resolve) => {
      this.#ended = resolve;
      this.#timer = setTimeout(() => this.#giveUp('too-long'), LONGEST_RUN);
      this.#worker?.postMessage({ kind: 'run', line, now: this.#host.now(), ...setting });
    });
  }

  /** Stops the line that runs: by asking, and by force where that does not help. */
  stop(): void {
    if (!this.#ended) return;
    this.#worker?.postMessage({ kind: 'stop' });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#giveUp('interrupted'), LONGEST_STOP);
  }

  #giveUp(why: 'interrupted' | 'too-long'): void {
    this.close();
    this.#end({ kind: 'given-up', why });
    // The next one is made at once, with the files and variables of before.
    void this.open().catch(() => undefined);
  }

  /** Ends the worker. The next line begins another. */
  close(): void {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#ready = undefined;
  }
}
