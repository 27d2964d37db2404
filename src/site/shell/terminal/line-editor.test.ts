import { expect, test } from 'vitest';
import { readKeys } from './keys.ts';
import { emptyLine, lineOf, press, remembered, replaceBefore } from './line-editor.ts';
import type { EditorState } from './line-editor.ts';

function typed(data: string, from: EditorState = emptyLine()): EditorState {
  return readKeys(data).reduce((state, key) => press(state, key).state, from);
}
const shown = (state: EditorState): string => `${state.text.slice(0, state.cursor).join('')}|${state.text.slice(state.cursor).join('')}`;

test('text goes in where the cursor is', () => {
  expect(shown(typed('crl\x1b[D\x1b[Du'))).toBe('cu|rl');
});

test('an accent, a flag and a family are one character each to move over and to remove', () => {
  expect(shown(typed('e\u0301🇨🇭👨‍👩‍👧\x1b[D\x7f'))).toBe('e\u0301|👨‍👩‍👧');
});

test('home and end, and words, by arrows and by letters', () => {
  expect(shown(typed('curl -s url\x01x'))).toBe('x|curl -s url');
  expect(shown(typed('curl -s url\x1bb\x1bb'))).toBe('curl -|s url');
  expect(shown(typed('curl -s url\x01\x1bf'))).toBe('curl| -s url');
});

test('what is cut in a row comes back as one', () => {
  const cut = typed('one two three\x17\x17');
  expect(shown(cut)).toBe('one |');
  expect(shown(typed('\x19', cut))).toBe('one two three|');
});

test('what is cut from the cursor on comes back elsewhere', () => {
  expect(shown(typed('ab cd\x1bb\x0b\x01\x19'))).toBe('cd|ab ');
});

test('up and down go through the history, and the new line waits', () => {
  const line = emptyLine(['first', 'second']);
  expect(lineOf(typed('new\x1b[A', line))).toBe('second');
  expect(lineOf(typed('new\x1b[A\x1b[A\x1b[A', line))).toBe('first');
  expect(lineOf(typed('new\x1b[A\x1b[B', line))).toBe('new');
});

test('a search finds the newest line, then the one before, and Escape gives back what was written', () => {
  const line = emptyLine(['curl a', 'jwt decode', 'curl b']);
  expect(lineOf(typed('\x12curl', line))).toBe('curl b');
  expect(lineOf(typed('\x12curl\x12', line))).toBe('curl a');
  expect(lineOf(typed('mine\x12curl\x1b', line))).toBe('mine');
  expect(typed('\x12jwt\x1b[D', line)).toMatchObject({ search: undefined, cursor: 9 });
});

test('control characters of a paste are not taken into a line', () => {
  expect(lineOf(typed('\x1b[200~a\x1b]0;x\x07\tb\x1b[201~'))).toBe('a]0;x b');
});

test('keys ask for what they cannot do', () => {
  expect(readKeys('\r\t\x03\x0c').map((key) => press(emptyLine(), key).request)).toEqual([
    'submit',
    'complete',
    'interrupt',
    'clear-screen',
  ]);
  expect(press(emptyLine(), { kind: 'key', name: 'up' }).request).toBe('bell');
});

test('a completion replaces the word before the cursor', () => {
  expect(shown(replaceBefore(typed('cat to x\x1b[D\x1b[D'), 4, 'token.json'))).toBe('cat token.json| x');
});

test('the history keeps no empty line, none twice in a row, and not too many', () => {
  expect(remembered(['a'], ' ')).toEqual(['a']);
  expect(remembered(['a'], 'a')).toEqual(['a']);
  expect(remembered(['a', 'b'], 'c', 2)).toEqual(['b', 'c']);
});
