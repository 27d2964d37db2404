import { expect, test } from 'vitest';
import { BoundedMap } from './bounded-map.ts';

test('beyond its bound the oldest entry is forgotten, and one that is set again keeps its age', () => {
  const map = new BoundedMap<string, number>(2).set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  expect([...map]).toEqual([
    ['b', 2],
    ['c', 4],
  ]);
});
