import { expect, test } from 'vitest';
import { keepScript, recallScript } from './kept-script.ts';

function storage(held: Record<string, string> = {}): () => Storage {
  const kept = new Map(Object.entries(held));
  return () =>
    ({ getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) }) as Storage;
}

const forbidden = (): Storage => {
  throw new DOMException('No.', 'SecurityError');
};

test('a script is kept for its lab, with what stood there before', () => {
  const one = storage();
  expect(keepScript('code-flow', { text: 'a', previous: 'b' }, one)).toBe(true);
  expect(recallScript('code-flow', one)).toEqual({ text: 'a', previous: 'b' });
  expect(recallScript('device', one)).toBeUndefined();
});

test.each(['', '{', '[]', '"x"', '{"text":1}', JSON.stringify({ text: 'x'.repeat(400_001) })])(
  'what is no script is none: %.20s',
  (text) => {
    expect(recallScript('code-flow', storage({ 'tokenscope:client:code-flow': text }))).toBeUndefined();
  },
);

test('a storage that is forbidden stops nothing', () => {
  expect(recallScript('code-flow', forbidden)).toBeUndefined();
  expect(keepScript('code-flow', { text: 'a' }, forbidden)).toBe(false);
});
