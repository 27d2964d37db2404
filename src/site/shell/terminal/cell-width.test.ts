import { expect, test } from 'vitest';
import { CELL_WIDTHS, textWidth, widthOf } from './cell-width.ts';

/** The cells a text fills as the screen's library reckons them: what joins adds only what it is wider by. */
function onScreen(text: string): number {
  let [sum, before] = [0, 0];
  for (const character of text) {
    const properties = CELL_WIDTHS.charProperties(character.codePointAt(0) ?? 0, before);
    sum += ((properties >> 1) & 3) - ((properties & 1) === 1 ? (before >> 1) & 3 : 0);
    before = properties;
  }
  return sum;
}

test('letters fill one cell, ideographs and emoji two, what joins none', () => {
  expect(['a', 'é', 'e\u0301', '字', '한', '😀', '👨‍👩‍👧', '👍🏽', '❤️'].map(widthOf)).toEqual([1, 1, 1, 2, 2, 2, 2, 2, 2]);
});

test.each(['curl', 'e\u0301t\u0301', '日本語', '👨‍👩‍👧 family', '🇨🇭🇩🇪', '👍🏽', '❤️ x', 'ａｂｃ'])(
  'the screen and the line editor agree on %s',
  (text) => {
    expect(onScreen(text)).toBe(textWidth(text));
  },
);
