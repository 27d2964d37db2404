import { expect, test } from 'vitest';
import type { Exchange } from '#engine/trace/trace.ts';
import { predictionOutcome, stepStates } from './story-steps.ts';

const exchange = (number: number, step: string, status: number): Exchange => ({
  number,
  step,
  from: 'app',
  to: 'gateway',
  request: { method: 'GET', url: 'https://api.lab.test/', headers: [], body: '' },
  response: { status, headers: [], body: '' },
  checks: [],
  at: 0,
  edited: [],
});

test('a step is done, refused, now or ahead by what the record says', () => {
  const trace = { parties: [], off: [], exchanges: [exchange(1, 'a', 200), exchange(2, 'b', 401)] };
  expect(stepStates([{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }], trace, 'c')).toEqual(['done', 'refused', 'now', 'ahead']);
});

test('a step whose client was refused first and heard in the end is done', () => {
  const trace = {
    parties: [],
    off: [],
    exchanges: [exchange(1, 'a', 401), exchange(2, 'a', 200), exchange(3, 'b', 200), exchange(4, 'b', 403)],
  };
  expect(stepStates([{ id: 'a' }, { id: 'b' }], trace, undefined)).toEqual(['done', 'refused']);
});

test('a step is skipped where a later one came first, or the play has ended without it', () => {
  const trace = { parties: [], off: [], exchanges: [exchange(1, 'a', 200), exchange(2, 'c', 200)] };
  const steps = [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }];
  expect(stepStates(steps, trace, undefined)).toEqual(['done', 'skipped', 'done', 'ahead']);
  expect(stepStates(steps, trace, undefined, true)).toEqual(['done', 'skipped', 'done', 'skipped']);
  expect(stepStates(steps, { ...trace, exchanges: [] }, 'b')).toEqual(['skipped', 'now', 'ahead', 'ahead']);
});

test('a prediction is answered with what was chosen and why', () => {
  const choices = [{ text: 'The gateway.', right: true, because: 'It expects itself as audience.' }];
  expect(predictionOutcome(choices, 0)).toBe('You predicted: The gateway. It expects itself as audience.');
  expect(predictionOutcome(choices, undefined)).toBeUndefined();
});
