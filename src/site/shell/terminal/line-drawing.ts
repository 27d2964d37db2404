import { textWidth, widthOf } from './cell-width.ts';

/** A line as it is to stand on the screen. */
export interface LineView {
  /** As it is written to the screen, colors included. */
  readonly prompt: string;
  /** The prompt as it reads. */
  readonly promptText: string;
  readonly text: readonly string[];
  readonly cursor: number;
}

/** What is remembered of a line that was drawn: in which of its rows the cursor stands. */
export interface DrawnLine {
  readonly cursorRow: number;
}

/** Before each further line of a text that has several. */
const CONTINUED = '> ';

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where each grapheme stands, and where the next one would; a wide one that does not fit goes to the next row whole. */
function places(view: LineView, columns: number): Place[] {
  let row = 0;
  let column = 0;
  const move = (width: number): Place => {
    if (column + width > columns) {
      row += 1;
      column = 0;
    }
    const place = { row, column };
    column += width;
    return place;
  };
  for (let cell = 0; cell < textWidth(view.promptText); cell += 1) move(1);
  const found: Place[] = [];
  for (const grapheme of view.text) {
    if (grapheme === '\n') {
      found.push({ row, column });
      row += 1;
      column = CONTINUED.length;
      continue;
    }
    found.push(move(widthOf(grapheme)));
  }
  if (column >= columns) {
    row += 1;
    column = 0;
  }
  return [...found, { row, column }];
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : '';
}

/** Takes the cursor from where it stands in a drawn line to the first cell of its first row, and clears from there on. */
function eraseLine(before: DrawnLine | undefined): string {
  return `${up(before?.cursorRow ?? 0)}\r\x1b[J`;
}

/** What to write so that a line stands on the screen in place of the one that was drawn before. */
export function drawLine(
  view: LineView,
  columns: number,
  before: DrawnLine | undefined,
): { readonly output: string; readonly drawn: DrawnLine } {
  const all = places(view, columns);
  const end = all.at(-1) ?? { row: 0, column: 0 };
  const cursor = all[view.cursor] ?? end;
  const text = view.text.map((grapheme) => (grapheme === '\n' ? `\r\n${CONTINUED}` : grapheme)).join('');
  // After the last column a terminal stays there until something more is written: a space and a return bring it on.
  const wrapped = end.column === 0 && end.row > 0 ? ' \r' : '';
  const across = cursor.column > 0 ? `\x1b[${cursor.column}C` : '';
  return {
    output: `${eraseLine(before)}${view.prompt}${text}${wrapped}${up(end.row - cursor.row)}\r${across}`,
    drawn: { cursorRow: cursor.row },
  };
}

/** What to write so that the screen goes on below a drawn line, whatever its cursor. */
export function leaveLine(view: LineView, columns: number, before: DrawnLine | undefined): string {
  const { output } = drawLine({ ...view, cursor: view.text.length }, columns, before);
  return `${output}\r\n`;
}
