import { expect, test } from 'vitest';
import { BoundedMap, setOwn } from './bounded-map.ts';

test('beyond its bound the stalest entry is forgotten, and one that is set again is the newest', () => {
  const map = new BoundedMap<string, number>(2).set('a', 1).set('b', 2).set('a', 3).set('c', 4);
  expect([...map]).toEqual([
    ['a', 3],
    ['c', 4],
  ]);
});

test("whoever fills a map with entries of its own pushes out the oldest of them, and nobody else's", () => {
  const map = new BoundedMap<string, { readonly owner: string }>(10);
  setOwn(map, 'a', { owner: 'alice' }, 2);
  for (const key of ['1', '2', '3', '4']) setOwn(map, key, { owner: 'bob' }, 2);
  expect([...map.keys()]).toEqual(['a', '3', '4']);
});

test('what has to go is told of, and what is set anew or taken away is not', () => {
  const gone: number[] = [];
  const map = new BoundedMap<string, number>(2, (value) => gone.push(value));
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    map.set(key, value);
  map.delete('a');
  expect([gone, [...map]]).toEqual([[2], [['c', 4]]]);
});
