import { expect, test } from 'vitest';
import type { LabState } from '#engine/player/player-view.ts';
import { chooseRun } from './link-choice.ts';

const fresh: LabState = { lab: 'validate', stage: 0, edits: [], off: [], clock: [], own: [], position: 0 };
const run: LabState = { ...fresh, position: 2 };
const linked: LabState = { ...fresh, position: 4 };

test('a bad link keeps the run, and says so only where there is one', () => {
  expect(chooseRun('This link is damaged.', run)).toEqual({ state: run, notice: 'This link is damaged. Your run is kept.' });
  for (const none of [undefined, fresh])
    expect(chooseRun('This link is damaged.', none)).toEqual({
      state: none,
      notice: 'This link is damaged. The lab starts from the beginning.',
    });
});

test('a good link takes the place of the run, which can be brought back', () => {
  expect(chooseRun(linked, run)).toMatchObject({ state: linked, left: run });
  expect(chooseRun(linked, run).notice).not.toBe('');
});

test('nothing is said where nothing can be lost', () => {
  for (const none of [undefined, fresh, { ...linked }])
    expect(chooseRun(linked, none)).toEqual({ state: linked, notice: '', left: undefined });
});
