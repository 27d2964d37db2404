import { expect, test } from 'vitest';
import type { LabState } from '#engine/player/player-view.ts';
import { encodeState } from '#engine/player/share-link.ts';
import { chooseRun, readLink } from './link-choice.ts';

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

test('a link is read for its own lab only', async () => {
  const fragment = (await encodeState(run)) ?? '';
  expect(await readLink(fragment, 'validate')).toEqual(run);
  expect(await readLink(fragment, 'code-flow')).toBe('This link is for another lab, validate.');
  expect(await readLink('v1.abc', 'validate')).toBe('This link is damaged or was cut off.');
});
