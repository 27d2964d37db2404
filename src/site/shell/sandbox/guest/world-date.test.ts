import { expect, test } from 'vitest';
import { dateClass } from './world-date.ts';

test('what asks for the time gets the world’s, and every other date is as ever', () => {
  let now = Date.UTC(2026, 10, 24, 10, 4, 12);
  const WorldDate = dateClass(() => now);
  expect([WorldDate.now(), new WorldDate().getTime()]).toEqual([now, now]);
  now += 90_000;
  expect(new WorldDate().toISOString()).toBe('2026-11-24T10:05:42.000Z');
  expect(new WorldDate(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new WorldDate('2000-01-02T03:04:05Z').getUTCDate()).toBe(2);
  expect(new WorldDate(2000, 1, 3).getFullYear()).toBe(2000);
  expect([WorldDate.UTC(1970, 0), WorldDate.parse('1970-01-01T00:00:00Z'), WorldDate.name]).toEqual([0, 0, 'Date']);
});

test('a date is a Date, also without new', () => {
  const WorldDate = dateClass(() => 0);
  const date = new WorldDate();
  expect([date instanceof Date, date instanceof WorldDate, date.constructor === WorldDate]).toEqual([true, true, true]);
  expect(Reflect.apply(WorldDate, undefined, [])).toBe(new Date(0).toString());
});
