import { expect, test } from 'vitest';
import { BAND_LIMIT, drawnBandText } from './band-text.ts';

test('a folded band that is too long says whole which messages it stands for, and its title ends after a word', () => {
  const drawn = drawnBandText('✕ The Ledger app asks again without a page (messages 32 to 34, folded)');
  expect(drawn).toBe('✕ The Ledger app asks again… (messages 32 to 34, folded)');
  expect([...drawn].length).toBeLessThanOrEqual(BAND_LIMIT);
});

test('a title of one long word is cut inside of it, and a short text stays as it is', () => {
  expect(drawnBandText('x'.repeat(80))).toBe(`${'x'.repeat(BAND_LIMIT - 1)}…`);
  expect(drawnBandText('The app calls (message 2, folded)')).toBe('The app calls (message 2, folded)');
});
