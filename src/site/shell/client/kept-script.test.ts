import { expect, test } from 'vitest';
import { keepScript, recallScript, replaced, takenBack } from './kept-script.ts';

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
  expect(keepScript('code-flow', { text: 'a', earlier: ['b'] }, one)).toBe(true);
  expect(recallScript('code-flow', one)).toEqual({ text: 'a', earlier: ['b'] });
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
  expect(keepScript('code-flow', { text: 'a', earlier: [] }, forbidden)).toBe(false);
});

test('what the reader wrote is kept when other scripts take its place, and comes back one after the other', () => {
  const isFirst = (text: string): boolean => text.startsWith('first');
  let kept = replaced({ text: 'mine', earlier: [] }, 'first 1', isFirst);
  expect(kept).toEqual({ text: 'first 1', earlier: ['mine'] });
  kept = replaced(kept, 'first 2', isFirst);
  kept = replaced({ ...kept, text: 'second' }, 'first 3', isFirst);
  expect(kept).toEqual({ text: 'first 3', earlier: ['mine', 'second'] });
  kept = takenBack(kept, isFirst);
  expect(kept).toEqual({ text: 'second', earlier: ['mine'] });
  kept = takenBack(kept, isFirst);
  expect(kept).toEqual({ text: 'mine', earlier: ['second'] });
  expect(takenBack({ text: 'x', earlier: [] }, isFirst)).toEqual({ text: 'x', earlier: [] });
});

test('only the newest earlier scripts are kept', () => {
  let kept = { text: '0', earlier: [] as readonly string[] };
  for (let index = 1; index < 20; index += 1) kept = replaced(kept, String(index), () => false);
  expect(kept.earlier).toEqual(['13', '14', '15', '16', '17', '18']);
});
