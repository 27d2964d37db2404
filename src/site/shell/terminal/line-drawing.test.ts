import { expect, test } from 'vitest';
import { graphemes } from './cell-width.ts';
import { drawLine } from './line-drawing.ts';

const view = (text: string, cursor = graphemes(text).length): Parameters<typeof drawLine>[0] => ({
  prompt: '$ ',
  promptText: '$ ',
  text: graphemes(text),
  cursor,
});

test('a short line is written whole, and the cursor put behind it', () => {
  expect(drawLine(view('ls'), 20, undefined)).toEqual({ output: '\r\x1b[J$ ls\r\x1b[4C', drawn: { cursorRow: 0 } });
});

test('a line that fills the screen goes on below, where the cursor is', () => {
  const { output, drawn } = drawLine(view('12345678'), 10, undefined);
  expect(output).toBe('\r\x1b[J$ 12345678 \r\r');
  expect(drawn).toEqual({ cursorRow: 1 });
});

test('a wide character that does not fit is wrapped whole', () => {
  expect(drawLine(view('1234567字', 7), 10, undefined).drawn).toEqual({ cursorRow: 1 });
});

test('the line before is taken away from its first row on', () => {
  expect(drawLine(view('a'), 10, { cursorRow: 2 }).output.startsWith('\x1b[2A\r\x1b[J')).toBe(true);
});

test('a cursor in the middle of a long line is brought back to its row', () => {
  expect(drawLine(view('123456789012', 1), 10, undefined).output.endsWith('\x1b[1A\r\x1b[3C')).toBe(true);
});

test('further lines of a text begin with a mark of their own', () => {
  const { output, drawn } = drawLine(view('for\ndo'), 20, undefined);
  expect(output).toContain('for\r\n> do');
  expect(drawn).toEqual({ cursorRow: 1 });
});
