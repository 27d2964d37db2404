import { expect, test } from 'vitest';
import { minutesLeft } from './lesson-page.ts';

test('an unread lesson has all its minutes left', () => {
  expect(minutesLeft(12, 0)).toBe('12 of 12 minutes left');
});

test('minutes are rounded up, so that none are promised too early', () => {
  expect(minutesLeft(12, 0.45)).toBe('7 of 12 minutes left');
});

test('a lesson read past its end has nothing left', () => {
  expect(minutesLeft(12, 1.3)).toBe('Read to the end');
});
