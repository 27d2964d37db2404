import { expect, test } from 'vitest';
import { played, playedOnTheClock, set } from '../../tests/labs/played.ts';
import device from './lab.ts';

test('by sending a reader sees the television slowed down and connected, and the attacker refused', async () => {
  expect(await played(device)).toEqual({ ends: 'code-refused', goals: ['slowed', 'connected', 'refused', 'guesses-end'] });
});

test('an hour later the code on the television counts no more', async () => {
  const goals = await playedOnTheClock(device, { 4: 3600 });
  expect([goals.includes('expired'), goals.includes('connected')]).toEqual([true, false]);
});

test('who allows the code in the mail, or is not asked about it, gives the attacker tokens', async () => {
  for (const playing of [{ edits: [set('decide#0', 'form decision', 'allow')] }, { off: ['device.confirm'] as const }]) {
    const { ends, goals } = await played(device, playing);
    expect([ends, goals.includes('phished'), goals.includes('refused')]).toEqual(['code-allowed', true, false]);
  }
});

test('a television whose user says no stays without tokens', async () => {
  expect((await played(device, { edits: [set('approve#0', 'form decision', 'deny')] })).ends).toBe('not-connected');
});

test('a code is collected by the client it was given to', async () => {
  expect((await played(device, { edits: [set('collect#0', 'form client_id', 'printer')] })).ends).toBe('not-connected');
});
