import { expect, test } from 'vitest';
import { agoInWords, forgetVisit, keepVisit, lastVisit } from './visits.ts';

const DAY = 86_400_000;

/** A storage as a browser has one. */
function storage(): () => Storage {
  const held = new Map<string, string>();
  const box: Storage = {
    get length() {
      return held.size;
    },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
    clear: () => held.clear(),
  };
  return () => box;
}

test('the run of a closed tab is found for 30 days', () => {
  const box = storage();
  keepVisit('validate', { run: '{"a":1}', at: 0 }, box);
  expect(lastVisit('validate', 29 * DAY, box)).toEqual({ run: '{"a":1}', at: 0 });
  expect(lastVisit('validate', 30 * DAY, box)).toBeUndefined();
  expect(lastVisit('code-flow', 0, box)).toBeUndefined();
  forgetVisit('validate', box);
  expect(lastVisit('validate', 0, box)).toBeUndefined();
});

test('runs of 20 labs are kept, the newest, and nothing of others is touched', () => {
  const box = storage();
  box().setItem('theme', 'dark');
  for (let lab = 0; lab < 25; lab += 1) keepVisit(`lab-${lab}`, { run: '{"a":1}', at: lab }, box);
  expect(box().length).toBe(21);
  expect(lastVisit('lab-4', 30, box)).toBeUndefined();
  expect(lastVisit('lab-5', 30, box)).toBeDefined();
  keepVisit('lab-24', { run: '{"b":1}', at: 40 * DAY }, box);
  expect(box().length).toBe(2);
});

test('where storage is full the oldest make way, and nothing else does', () => {
  const box = storage();
  box().setItem('theme', 'dark');
  for (let lab = 0; lab < 3; lab += 1) keepVisit(`lab-${lab}`, { run: '{"a":1}', at: lab }, box);
  const { setItem } = box();
  box().setItem = (key, value) => {
    if (box().length >= 3) throw new DOMException('Full.', 'QuotaExceededError');
    setItem(key, value);
  };
  keepVisit('lab-9', { run: '{"b":1}', at: 9 }, box);
  expect([0, 1, 2, 9].map((lab) => lastVisit(`lab-${lab}`, 9, box) !== undefined)).toEqual([false, false, true, true]);
  expect(box().getItem('theme')).toBe('dark');
});

test('a storage that is forbidden, full or holds something else stops nothing', () => {
  const forbidden = (): Storage => {
    throw new DOMException('No.', 'SecurityError');
  };
  keepVisit('validate', { run: '{"a":1}', at: 0 }, forbidden);
  forgetVisit('validate', forbidden);
  expect(lastVisit('validate', 0, forbidden)).toBeUndefined();
  const box = storage();
  for (const wrong of ['', '{', '[]', '12', '12 ', 'x {}', '1e9 {}', 'null']) {
    box().setItem('tokenscope:visit:validate', wrong);
    expect(lastVisit('validate', 0, box)).toBeUndefined();
  }
});

test('how long ago is told in days', () => {
  expect([0, 1, 5].map((days) => agoInWords(0, days * DAY + 1))).toEqual(['within the last day', 'a day ago', '5 days ago']);
});
