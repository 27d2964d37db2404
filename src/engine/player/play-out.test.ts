import { expect, test } from 'vitest';
import type { HttpRequest } from '../http/message.ts';
import { playOut } from './play-out.ts';
import { createPlayer } from './player.ts';
import { defineLab } from './play.ts';
import type { LabState } from './player-view.ts';

const call = (path: string): HttpRequest => ({ method: 'GET', url: `https://api.lab.test${path}`, headers: [], body: '' });

const lab = defineLab({
  id: 'two-calls',
  title: '',
  summary: '',
  teaches: [],
  switches: [],
  steps: [{ id: 'ask', title: '', text: '' }],
  goals: [],
  parties: ['app', 'gateway'],
  ends: 'done',
  endings: { done: '' },
  async play({ step, send }) {
    await step('ask', () => send('app', call('/invoices')));
    await step('ask', () => send('app', call('/invoices')));
    return 'done';
  },
});

const STATE: LabState = {
  lab: lab.id,
  stage: 0,
  edits: [{ message: 'ask#1', kind: 'text', place: { part: 'url' }, value: 'https://api.lab.test/me' }],
  off: [],
  clock: [{ position: 1, seconds: 60 }],
  own: [
    { at: 1, request: call('/of-my-own') },
    { at: 3, request: call('/after-the-end') },
  ],
  position: 0,
};

test('a state is played out as a reader would who presses Send to the end', async () => {
  const { trace, outcome } = await playOut(lab, STATE);
  expect(outcome).toBe('done');
  expect(trace.exchanges.map(({ key }) => key)).toEqual(['ask#0', 'own#0', 'ask#1', 'own#1']);
  expect(trace.exchanges[2]).toMatchObject({
    request: { url: 'https://api.lab.test/me' },
    written: { url: 'https://api.lab.test/invoices' },
  });
  const player = createPlayer(lab, { state: { ...STATE, position: 4 } });
  await player.prepare();
  expect(trace).toEqual(player.view.trace);
});

test('a player plays on from another state', async () => {
  const player = createPlayer(lab);
  await player.send();
  await player.open({ ...STATE, position: 2 });
  expect(player.view).toMatchObject({
    draft: { key: 'ask#1', request: { url: 'https://api.lab.test/me' } },
    furthest: 2,
    expectedMessages: 2,
  });
  await player.open({ ...STATE, own: [], position: 0 });
  await player.back();
  expect(player.view.state.position).toBe(0);
});
