import { expect, test } from 'vitest';
import type { LabState } from '#engine/player/player-view.ts';
import { encodeState } from '#engine/player/link/share-link.ts';
import { readLink, readRunFile } from './read-run.ts';
import { runText } from './run-text.ts';

const STATE: LabState = {
  lab: 'validate',
  stage: 0,
  edits: [{ message: 'call#0', kind: 'text', place: { part: 'url' }, value: 'https://api.lab.test/me' }],
  off: ['jwt.audience'],
  clock: [{ position: 1, seconds: 60 }],
  own: [{ at: 0, request: { method: 'GET', url: 'https://api.lab.test/', headers: [], body: 'x'.repeat(100_000) } }],
  position: 2,
};
const file = (text: string): Blob => new Blob([text]);

test('a run survives the way through a file, however large', async () => {
  expect(await readRunFile(file(runText(STATE)), 'validate')).toEqual(STATE);
});

test('a file for another lab says so', async () => {
  expect(await readRunFile(file(runText(STATE)), 'code-flow')).toMatch(/for another lab, validate/);
});

test('what is no run is refused in a plain sentence', async () => {
  const data = { tokenscope: 'run', version: 2, state: STATE };
  for (const text of [
    '',
    'GIF89a',
    '[]',
    'null',
    '{}',
    JSON.stringify({ ...data, tokenscope: 'trace' }),
    JSON.stringify({ ...data, state: { ...STATE, off: ['constructor'] } }),
    JSON.stringify({ ...data, state: { ...STATE, html: '<img>' } }),
    JSON.stringify({ ...data, state: undefined }),
    '{"tokenscope":"run","version":2,"state":{"__proto__":{"lab":"validate"}}}',
    '['.repeat(50_000),
  ])
    expect(await readRunFile(file(text), 'validate')).toMatch(/no run that was saved here/);
  expect(await readRunFile(file(JSON.stringify({ ...data, version: 3 })), 'validate')).toMatch(/newer Tokenscope/);
  expect(await readRunFile(new Blob([new Uint8Array(5 * 1024 * 1024)]), 'validate')).toMatch(/larger than any run/);
});

test('a link is read for its own lab only', async () => {
  const linked: LabState = { ...STATE, own: [] };
  const fragment = (await encodeState(linked)) ?? '';
  expect(await readLink(fragment, 'validate')).toEqual(linked);
  expect(await readLink(fragment, 'code-flow')).toBe('This link is for another lab, validate.');
  expect(await readLink('v1.abc', 'validate')).toBe('This link is damaged or was cut off.');
});
