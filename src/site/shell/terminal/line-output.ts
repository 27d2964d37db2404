import { wrapped } from './columns.ts';
import { OUTPUT_LENGTH, OUTPUT_LINES, forScreen, safeText, withinRoom } from './safe-text.ts';
import type { Screen } from './session.ts';

/** What the terminal says itself, apart from what commands print. */
const ASIDE = (text: string): string => `\x1b[37m${text}\x1b[39m`;

/** What there is room for after a line that prints too much. */
const FRESH_ROOM = { lines: OUTPUT_LINES, length: OUTPUT_LENGTH };

/** How many asides of one line are shown. */
const MOST_NOTES = 20;

/** What one line prints: as much of it as there is room for, and nothing in it steers the screen. */
export class LineOutput {
  readonly #screen: Screen;
  #room = FRESH_ROOM;
  #cut = false;
  #midLine = false;
  #notes: string[] = [];

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  /** A new line begins to print. */
  begin(): void {
    this.#room = FRESH_ROOM;
    this.#cut = false;
    this.#midLine = false;
    this.#notes = [];
  }

  /** Prints what a command wrote. */
  print(text: string): void {
    const { text: kept, room, cut } = withinRoom(text, this.#room);
    this.#room = room;
    this.#cut ||= cut;
    if (kept === '') return;
    this.#screen.write(forScreen(kept));
    this.#midLine = !kept.endsWith('\n');
  }

  /** Says something after the output that is no part of it. */
  note(text: string): void {
    if (this.#notes.length < MOST_NOTES) this.#notes.push(text);
  }

  /** Empties the screen. */
  clear(): void {
    this.#screen.clear();
    this.#midLine = false;
  }

  /** Ends the output, with all that is to be said after it. */
  end(stopped: boolean, last: string | undefined): void {
    if (this.#midLine) this.#screen.write('\r\n');
    if (this.#cut)
      this.say(
        `The rest was left out: a line prints up to ${OUTPUT_LINES} lines here. Send it to a file with > file, or look at a part with | head.`,
      );
    if (stopped) this.#screen.write('^C\r\n');
    for (const note of this.#notes) this.say(note);
    if (last !== undefined) this.say(last);
  }

  /** Says something of the terminal's own, in lines of whole words. */
  say(text: string): void {
    const lines = wrapped(safeText(text), this.#screen.columns);
    this.#screen.write(lines.map((line) => `${ASIDE(line)}\r\n`).join(''));
  }
}
