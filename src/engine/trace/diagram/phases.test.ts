import { expect, test } from 'vitest';
import { bandsOf, phaseOf, phasesOf } from './phases.ts';
import type { Exchange, Trace } from '../trace.ts';

/** A run of so many messages in each step, each with as many messages inside of it. */
function run(steps: readonly (readonly [step: string | undefined, messages: number, inside?: number])[]): Trace {
  const exchanges: Exchange[] = [];
  const add = (step: string | undefined, parent?: number): number => {
    const number = exchanges.length + 1;
    const request = { method: 'GET', url: 'https://api.lab.test/', headers: [], body: '' };
    exchanges.push({ number, parent, step, from: 'app', to: 'gateway', request, checks: [], at: 0, edited: [] });
    return number;
  };
  for (const [step, messages, inside = 0] of steps)
    for (let sent = 0; sent < messages; sent += 1) {
      const parent = add(step);
      for (let one = 0; one < inside; one += 1) add(step, parent);
    }
  return { parties: [], off: [], exchanges };
}

const STEPS = [
  { id: 'log-in', title: 'Alice logs in' },
  { id: 'call', title: 'The app calls' },
];

const shown = (trace: Trace, ...rest: [folds?: Readonly<Record<string, boolean>>, looked?: number]): string[] =>
  bandsOf(trace, STEPS, ...rest).map(({ id, open }) => `${open ? '▾' : '▸'} ${id}`);

test('messages of one step are one phase, with what was sent inside of them', () => {
  const phases = phasesOf(
    run([
      ['log-in', 2],
      ['call', 1, 2],
    ]),
    STEPS,
  );
  expect(phases.map(({ id, title, size }) => [id, title, size])).toEqual([
    ['log-in', 'Alice logs in', 2],
    ['call', 'The app calls', 3],
  ]);
});

test('a step that is come back to, and a step with too many messages, make phases with names of their own', () => {
  const phases = phasesOf(
    run([
      ['call', 25],
      ['log-in', 1],
      ['call', 1],
    ]),
    STEPS,
  );
  expect(phases.map(({ id, title, size }) => [id, title, size])).toEqual([
    ['call', 'The app calls', 20],
    ['call#2', 'The app calls, 2', 5],
    ['log-in', 'Alice logs in', 1],
    ['call#3', 'The app calls, 3', 1],
  ]);
});

test('a message sent from inside of another belongs to the phase of the one that an actor sent', () => {
  const trace = run([
    ['log-in', 1, 1],
    ['call', 1, 2],
  ]);
  const phases = phasesOf(trace, STEPS);
  expect([1, 2, 3, 5].map((message) => phaseOf(trace, phases, message)?.id)).toEqual(['log-in', 'log-in', 'call', 'call']);
  expect(phaseOf(trace, phases, 99)).toBeUndefined();
});

test('up to 25 messages every phase is open; beyond that the newest is, and the one that is looked at', () => {
  expect(
    shown(
      run([
        ['log-in', 10],
        ['call', 15],
      ]),
    ),
  ).toEqual(['▾ log-in', '▾ call']);
  const long = run([
    ['log-in', 10],
    ['call', 16],
  ]);
  expect(shown(long)).toEqual(['▸ log-in', '▾ call']);
  expect(shown(long, {}, 3)).toEqual(['▾ log-in', '▾ call']);
});

test('what the reader folds or opens stays so, whatever is looked at', () => {
  const long = run([
    ['log-in', 10],
    ['call', 16],
  ]);
  expect(shown(long, { 'log-in': true })).toEqual(['▾ log-in', '▾ call']);
  expect(shown(long, { 'log-in': false, call: false }, 3)).toEqual(['▸ log-in', '▸ call']);
});

test('many folded phases side by side share a line, which opens to a line for each', () => {
  const long = run([['call', 400]]);
  expect(shown(long)).toEqual(['▸ before:call', '▾ call#20']);
  expect(shown(long, { 'before:call': true })).toHaveLength(21);
  expect(shown(long, {}, 70)).toEqual(['▸ call', '▸ call#2', '▸ call#3', '▾ call#4', '▸ before:call#5', '▾ call#20']);
  expect(shown(run([['call', 300]]))).toHaveLength(15);
});

test('a run without steps is divided by number alone', () => {
  expect(phasesOf(run([[undefined, 30]])).map(({ id, title, size }) => [id, title, size])).toEqual([
    ['run', '', 20],
    ['run#2', '', 10],
  ]);
});

test('a message of no step does not divide the step it was sent in', () => {
  const trace = run([
    ['call', 1],
    [undefined, 1],
    ['call', 1],
  ]);
  expect(phasesOf(trace, STEPS).map(({ id, size }) => [id, size])).toEqual([['call', 3]]);
});
