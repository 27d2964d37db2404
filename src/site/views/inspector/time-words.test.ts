import { expect, test } from 'vitest';
import { clockText, dateText, lengthInWords, momentInWords } from './time-words.ts';

test('a length is told in its two largest units', () => {
  expect(lengthInWords(288)).toBe('4 min 48 s');
  expect(lengthInWords(86_400 * 30)).toBe('30 days');
  expect(lengthInWords(90_061)).toBe('1 day 1 h');
  expect(lengthInWords(0)).toBe('0 s');
});

test('a moment is told as seen from now', () => {
  expect(momentInWords(1300, 1000)).toBe('in 5 min');
  expect(momentInWords(700, 1000)).toBe('5 min ago');
  expect(momentInWords(1000, 1000)).toBe('now');
});

test('a time that is no date is said to be none', () => {
  expect(clockText(Date.UTC(2026, 10, 24, 10, 4, 12))).toBe('10:04:12');
  expect(dateText(Number.MAX_VALUE)).toBe('no date');
});
