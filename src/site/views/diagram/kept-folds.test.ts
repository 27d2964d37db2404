import { expect, test } from 'vitest';
import { recallFolds, rememberFolds } from './kept-folds.ts';

function storage(content: Record<string, string> = {}): Storage {
  const kept = new Map(Object.entries(content));
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
    key: () => null,
    length: 0,
  };
}

test('what was folded in a lab is folded there again, and nowhere else', () => {
  const kept = storage();
  rememberFolds('refresh', { call: false, 'log-in': true }, () => kept);
  expect(recallFolds('refresh', () => kept)).toEqual({ call: false, 'log-in': true });
  expect(recallFolds('code-flow', () => kept)).toEqual({});
});

test('a storage that is forbidden, broken or holds something else gives nothing and stops nothing', () => {
  const forbidden = (): Storage => {
    throw new Error('SecurityError');
  };
  expect(recallFolds('refresh', forbidden)).toEqual({});
  expect(() => rememberFolds('refresh', { a: true }, forbidden)).not.toThrow();
  for (const [text, folds] of [
    ['not JSON', {}],
    ['7', {}],
    ['{"a":"yes","b":true}', { b: true }],
  ] as const)
    expect(recallFolds('refresh', () => storage({ 'tokenscope:folds:refresh': text }))).toEqual(folds);
});
