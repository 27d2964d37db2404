import fc from 'fast-check';
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

test('whatever happens to it, the stalest is the first that a look at the whole map would find', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const step = fc.oneof(
    fc.record({ what: fc.constant('set' as const), key }),
    fc.record({ what: fc.constantFrom('delete' as const, 'clear' as const, 'stalest' as const), key }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const map = new BoundedMap<string, number>(3);
      let kept: (readonly [string, number])[] = [];
      steps.forEach(({ what, key: name }, at) => {
        if (what === 'set') {
          map.set(name, at);
          kept = [...kept.filter(([other]) => other !== name), [name, at] as const].slice(-3);
        } else if (what === 'delete') {
          map.delete(name);
          kept = kept.filter(([other]) => other !== name);
        } else if (what === 'clear') {
          map.clear();
          kept = [];
        } else expect(map.stalest()).toEqual(kept[0]);
        expect([...map]).toEqual(kept);
      });
      expect(map.stalest()).toEqual(kept[0]);
    }),
  );
});
