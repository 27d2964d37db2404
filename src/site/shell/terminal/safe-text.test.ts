import { expect, test } from 'vitest';
import { forScreen, safeText, withinRoom } from './safe-text.ts';

test('escape sequences of a service are shown as text', () => {
  expect(safeText('\x1b]0;owned\x07\x1b[2J\x9b31m')).toBe('^[]0;owned^G^[[2J<U+009B>31m');
});

test('characters that turn the direction of a text are shown by their number', () => {
  expect(safeText('user\u202Etxt.exe\u2066')).toBe('user<U+202E>txt.exe<U+2066>');
});

test('tabs, line ends and letters of every script stay', () => {
  expect(safeText('a\tb\r\nпривет 字 😀\n')).toBe('a\tb\nпривет 字 😀\n');
  expect(forScreen('a\nb')).toBe('a\r\nb');
});

test('what is printed is cut where there is no more room', () => {
  expect(withinRoom('1\n2\n3\n', { lines: 2, length: 100 })).toMatchObject({ text: '1\n2\n', cut: true, room: { lines: 0 } });
  expect(withinRoom('12345', { lines: 9, length: 3 })).toMatchObject({ text: '123', cut: true });
  expect(withinRoom('1\n', { lines: 2, length: 100 })).toMatchObject({ text: '1\n', cut: false });
});
