import { expect, test } from 'vitest';
import { parseProgress } from './progress.ts';

const nothing = { answers: {}, goals: [], lessons: [] };

test.each([null, '', 'not json', '7', 'null', '{"answers":7,"goals":"x"}', '[]'])('%j counts as nothing done', (text) => {
  expect(parseProgress(text)).toEqual(nothing);
});

test('what was stored comes back, without members of another type', () => {
  const stored = '{"answers":{"a/b#q":1,"a/b#r":"two"},"goals":["validate/time-only",7],"lessons":["a/b"]}';
  expect(parseProgress(stored)).toEqual({ answers: { 'a/b#q': 1 }, goals: ['validate/time-only'], lessons: ['a/b'] });
});
