import { graphemes } from './cell-width.ts';
import type { Completion } from './complete.ts';
import { columnsOf } from './columns.ts';
import { drawLine, leaveLine } from './line-drawing.ts';
import type { DrawnLine, LineView } from './line-drawing.ts';
import { emptyLine, insert, lineOf, press, remembered, replaceBefore } from './line-editor.ts';
import type { EditorRequest, EditorState } from './line-editor.ts';
import { LineOutput } from './line-output.ts';
import { readKeys } from './keys.ts';
import type { Key } from './keys.ts';
import { forScreen } from './safe-text.ts';
import type { LineEnd, LineSetting } from './shell-client.ts';

/** What the session writes on. */
export interface Screen {
  readonly columns: number;
  write(text: string): void;
  /** Empties the screen, and what had scrolled out of it. */
  clear(): void;
}

/** What runs the lines. */
export interface LineRunner {
  run(line: string, setting: LineSetting): Promise<LineEnd>;
  stop(): void;
  readonly directory: string;
}

/** What a session is made with. */
export interface SessionOptions {
  readonly history: readonly string[];
  /** Asks whether several pasted lines may be run. */
  readonly confirmPaste: (lines: number) => Promise<boolean>;
  readonly complete: (line: string, cursor: number) => Completion;
  /** Called after each line, so that it can be kept. */
  readonly online: (history: readonly string[]) => void;
}

const PROMPT_COLOR = (text: string): string => `\x1b[1;34m${text}\x1b[39;22m`;

/** The status of a line that was stopped: 128 and the number of the signal. */
const STOPPED = 130;

const GIVEN_UP: Readonly<Record<'interrupted' | 'too-long' | 'broken', string>> = {
  interrupted: 'It did not stop by itself, so the shell was started anew. Files, variables and history are as they were before this line.',
  'too-long': 'Stopped after 20 seconds. The shell was started anew: files, variables and history are as they were before this line.',
  broken: 'The shell broke and was started anew. Files, variables and history are as they were before this line.',
};

/** The conversation of a reader with the shell: a line is written, run, and answered. */
export class TerminalSession {
  /** What the line that runs prints. */
  readonly output: LineOutput;
  readonly #screen: Screen;
  readonly #runner: LineRunner;
  readonly #options: SessionOptions;
  #line: EditorState;
  #drawn: DrawnLine | undefined;
  #busy = false;
  /** What is to be done next: keys and commands, in order. */
  #turns: (() => Promise<void> | undefined)[] = [];
  #going: Promise<void> | undefined;
  #started = false;
  #stopped = false;
  #status = 0;

  constructor(screen: Screen, runner: LineRunner, options: SessionOptions) {
    this.#screen = screen;
    this.output = new LineOutput(screen);
    this.#runner = runner;
    this.#options = options;
    this.#line = emptyLine(options.history);
  }

  /** Whether a line runs. */
  get busy(): boolean {
    return this.#busy;
  }

  /** Whether Tab has nothing to complete, so that it may leave the terminal. */
  get nothingToComplete(): boolean {
    return this.#busy || lineOf(this.#line).trim() === '';
  }

  /** Says what this is, and shows the first prompt. */
  start(greeting: string): void {
    this.#started = true;
    this.output.say(greeting);
    this.#draw();
  }

  /** Draws the line again where the width of the screen has changed. */
  resized(): void {
    if (this.#started && !this.#busy) this.#draw();
  }

  /** What the terminal was given: keys, text, pastes. What comes while a line runs waits for the next; only Ctrl-C does not. */
  type(data: string): Promise<void> {
    if (this.#busy && data.includes('\x03')) this.stop();
    else this.#turns.push(...readKeys(data).map((key) => () => this.#take(key)));
    return this.#goOn();
  }

  /** Stops the line that runs, and forgets what waits behind it. */
  stop(): void {
    this.#turns = [];
    this.#stopped = true;
    this.#runner.stop();
  }

  /** Types a command and runs it, as if the reader had; what was being written can be had back by Ctrl-Y. */
  runText(text: string): Promise<void> {
    this.#turns.push(() => {
      this.#putAside();
      return this.#runLines(text);
    });
    return this.#goOn();
  }

  /** Types a command and leaves it to the reader to change and run; what was being written can be had back by Ctrl-Y. */
  writeText(text: string): Promise<void> {
    this.#turns.push(() => {
      this.#putAside();
      this.#line = insert(this.#line, text);
      this.#draw();
      return undefined;
    });
    return this.#goOn();
  }

  #putAside(): void {
    const written = lineOf(this.#line);
    this.#line = emptyLine(this.#line.history, written === '' ? this.#line.killed : written);
  }

  /** Takes what waits, one after the other; whoever comes meanwhile waits with it. */
  #goOn(): Promise<void> {
    this.#going ??= this.#takeTurns().finally(() => {
      this.#going = undefined;
    });
    return this.#going;
  }

  async #takeTurns(): Promise<void> {
    for (let turn = this.#turns.shift(); turn; turn = this.#turns.shift()) {
      const taking = turn();
      // A key that only writes is done at once, so that what comes next finds it done.
      if (taking) await taking;
    }
  }

  #take(key: Key): Promise<void> | undefined {
    if (key.kind === 'paste') return this.#paste(key.text);
    const { state, request } = press(this.#line, key);
    this.#line = state;
    return this.#answer(request);
  }

  #answer(request: EditorRequest | undefined): Promise<void> | undefined {
    switch (request) {
      case 'submit':
        return this.#submit();
      case 'complete':
        this.#complete();
        return undefined;
      case 'interrupt':
        this.#screen.write(`${leaveLine(this.#view(), this.#screen.columns, this.#drawn).replace(/\r\n$/, '')}^C\r\n`);
        this.#fresh();
        break;
      case 'clear-screen':
        this.#screen.clear();
        this.#drawn = undefined;
        break;
      case 'bell':
      case undefined:
    }
    this.#draw();
    return undefined;
  }

  async #paste(text: string): Promise<void> {
    const lines = text.replace(/\n+$/, '').split('\n');
    if (lines.length === 1) {
      this.#line = insert(this.#line, lines[0] ?? '');
      this.#draw();
      return;
    }
    if (await this.#options.confirmPaste(lines.length)) await this.#runLines(lines.join('\n'));
  }

  async #runLines(text: string): Promise<void> {
    this.#stopped = false;
    for (const line of text.split('\n')) {
      // Whoever stops one of several lines means the rest as well.
      if (this.#wasStopped()) return;
      this.#line = insert(this.#line, line);
      this.#draw();
      await this.#submit();
    }
    // A here-document or a loop that the text did not close stays as it was typed, to be gone on with.
  }

  #wasStopped(): boolean {
    return this.#stopped;
  }

  async #submit(): Promise<void> {
    const line = lineOf(this.#line);
    const end = drawLine({ ...this.#view(), cursor: this.#line.text.length }, this.#screen.columns, this.#drawn);
    this.#screen.write(`${end.output}\r\n`);
    if (line.trim() === '') {
      this.#fresh();
      this.#draw();
      return;
    }
    this.#busy = true;
    this.output.begin();
    const ended = await this.#runner
      .run(line, { status: this.#status, history: this.#line.history, columns: this.#screen.columns })
      .catch((error: unknown): LineEnd => {
        this.output.print(`${error instanceof Error ? error.message : 'The shell could not be reached.'} Try again when you are online.\n`);
        return { kind: 'done', status: 1 };
      });
    this.#busy = false;
    if (ended.kind === 'incomplete') {
      this.#drawn = { cursorRow: end.drawn.cursorRow + 1 };
      this.#line = insert({ ...this.#line, cursor: this.#line.text.length }, '\n');
    } else {
      this.#finish(ended);
      const history = remembered(this.#line.history, line);
      this.#options.online(history);
      this.#line = emptyLine(history, this.#line.killed);
      this.#drawn = undefined;
    }
    this.#draw();
  }

  #finish(ended: Exclude<LineEnd, { kind: 'incomplete' }>): void {
    this.#status = ended.kind === 'done' ? ended.status : STOPPED;
    this.output.end(this.#status === STOPPED, ended.kind === 'given-up' ? GIVEN_UP[ended.why] : undefined);
  }

  #fresh(): void {
    this.#line = emptyLine(this.#line.history, this.#line.killed);
    this.#drawn = undefined;
  }

  #complete(): void {
    // Every command there is would be no help.
    if (lineOf(this.#line).trim() === '') return;
    const cursor = this.#line.text.slice(0, this.#line.cursor).join('').length;
    const { from, insert: text, choices } = this.#options.complete(lineOf(this.#line), cursor);
    const before = lineOf(this.#line);
    this.#line = replaceBefore(this.#line, graphemes(before.slice(0, from)).length, text);
    if (choices.length > 1 && lineOf(this.#line) === before) {
      this.#screen.write(leaveLine(this.#view(), this.#screen.columns, this.#drawn));
      this.#screen.write(forScreen(columnsOf(choices, this.#screen.columns)));
      this.#drawn = undefined;
    }
    this.#draw();
  }

  #view(): LineView {
    const { search, text, cursor } = this.#line;
    const place = this.#runner.directory.replace(/^\/home\/you(?=\/|$)/, '~');
    const promptText = search ? `search "${search.query}": ` : `${place} $ `;
    return { prompt: PROMPT_COLOR(forScreen(promptText)), promptText, text, cursor };
  }

  #draw(): void {
    const { output, drawn } = drawLine(this.#view(), this.#screen.columns, this.#drawn);
    this.#screen.write(output);
    this.#drawn = drawn;
  }
}
