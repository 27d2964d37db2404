import { expect, test } from 'vitest';
import { browserShown, recall, remember, setBrowserShown, setSingleKeys, singleKeysOn } from './stage-memory.ts';

function memoryStorage(): Storage {
  const map = new Map<string, string>();
  return {
    get length() {
      return map.size;
    },
    clear: () => map.clear(),
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

const forbidden = (): Storage => {
  throw new DOMException('denied', 'SecurityError');
};

test('what was remembered is recalled, apart for each lab', () => {
  const storage = memoryStorage();
  const earlier = [{ words: 'You started again.', run: 'v1.def' }];
  remember('validate', { run: 'v1.abc', predictions: { call: 2 }, earlier }, () => storage);
  expect(recall('validate', () => storage)).toMatchObject({ run: 'v1.abc', predictions: { call: 2 }, earlier });
  expect(recall('code-flow', () => storage)).toEqual({ predictions: {} });
});

test('how far the run had been is recalled with it, and that answers are held', () => {
  const storage = memoryStorage();
  remember('validate', { run: 'v1.abc', furthest: 4, holding: true, predictions: {} }, () => storage);
  expect(recall('validate', () => storage)).toMatchObject({ run: 'v1.abc', furthest: 4, holding: true });
});

test('forbidden storage is as good as empty', () => {
  expect(recall('validate', forbidden)).toEqual({ predictions: {} });
  expect(remember('validate', { predictions: {} }, forbidden)).toBe(false);
  expect(singleKeysOn(forbidden)).toBe(true);
  expect(() => setSingleKeys(false, forbidden)).not.toThrow();
});

test('what somebody else left in storage is ignored', () => {
  const storage = memoryStorage();
  storage.setItem('tokenscope:stage:validate', '{"run":7,"furthest":"x","holding":1,"predictions":{"call":"x"}}');
  expect(recall('validate', () => storage)).toEqual({ run: undefined, furthest: undefined, holding: false, predictions: {}, earlier: [] });
  storage.setItem('tokenscope:stage:validate', 'not json');
  expect(recall('validate', () => storage)).toEqual({ predictions: {} });
});

test('the browser is shown again where it was, and not at all where nothing can be kept', () => {
  const storage = memoryStorage();
  expect(browserShown(() => storage)).toBe(false);
  setBrowserShown(true, () => storage);
  expect(browserShown(() => storage)).toBe(true);
  setBrowserShown(false, () => storage);
  expect(browserShown(() => storage)).toBe(false);
  expect(browserShown(forbidden)).toBe(false);
  expect(() => setBrowserShown(true, forbidden)).not.toThrow();
});
