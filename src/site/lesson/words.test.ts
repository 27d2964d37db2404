import { expect, test } from 'vitest';
import { piecesOf } from './words.ts';

test('words between backticks are code', () => {
  expect(piecesOf('Read `aud`, then `exp`.')).toEqual([
    { code: false, text: 'Read ' },
    { code: true, text: 'aud' },
    { code: false, text: ', then ' },
    { code: true, text: 'exp' },
    { code: false, text: '.' },
  ]);
});
