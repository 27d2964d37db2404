import { expect, test } from 'vitest';
import { readKeys } from './keys.ts';

test('text, keys and text again come apart in order', () => {
  expect(readKeys('ls\x1b[Dx\r')).toEqual([
    { kind: 'text', text: 'ls' },
    { kind: 'key', name: 'left' },
    { kind: 'text', text: 'x' },
    { kind: 'key', name: 'enter' },
  ]);
});

test('a paste stays one, with its line ends, whatever stands around it', () => {
  expect(readKeys('a\x1b[200~one\rtwo\r\nthree\x1b[201~\r')).toEqual([
    { kind: 'text', text: 'a' },
    { kind: 'paste', text: 'one\ntwo\nthree' },
    { kind: 'key', name: 'enter' },
  ]);
});

test('a paste that holds a key presses nothing', () => {
  expect(readKeys('\x1b[200~rm \x03 x\x1b[201~')).toEqual([{ kind: 'paste', text: 'rm \x03 x' }]);
});

test('keys that mean nothing here type nothing', () => {
  expect(readKeys('\x1b[15~\x1b[1;2Pa')).toEqual([{ kind: 'text', text: 'a' }]);
});

test('words are moved over by Alt and by Control', () => {
  expect(readKeys('\x1bb\x1b[1;5C').map((key) => key.kind === 'key' && key.name)).toEqual(['word-left', 'word-right']);
});
