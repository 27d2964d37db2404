import { expect } from 'vitest';
import type { CheckId } from '#engine/checks/catalogue.ts';
import type { Edit, Place } from '#engine/player/edits/edits.ts';
import type { Lab } from '#engine/player/play.ts';
import { createPlayer } from '#engine/player/player.ts';
import { runPlay } from '#engine/player/run.ts';

/** How a reader sets a lab before it is played to its end. */
export interface Playing {
  readonly edits?: readonly Edit[];
  readonly off?: readonly CheckId[];
  readonly stage?: number;
}

/** How a lab ends, and the goals that are reached on the way. */
export async function played(lab: Lab, playing: Playing = {}): Promise<{ readonly ends: string | undefined; readonly goals: string[] }> {
  const { trace, outcome, problem } = await runPlay(lab, playing);
  expect(problem).toBeUndefined();
  return { ends: outcome, goals: lab.goals.filter((goal) => goal.reached(trace, outcome)).map(({ id }) => id) };
}

/** The same with the clock moved on before some messages: seconds by the number of messages sent until then. */
export async function playedOnTheClock(lab: Lab, moves: Readonly<Record<number, number>>): Promise<readonly string[]> {
  const player = createPlayer(lab);
  await player.goTo(0);
  for (let sent = 0; player.view.status === 'waiting' && sent < 200; sent += 1) {
    await player.moveClock(moves[sent] ?? 0);
    await player.send();
  }
  expect(player.view.problem).toBeUndefined();
  player.close();
  return player.view.reached;
}

/** An edit that sets a field, or takes it away with null. `at` is such as `form scope` or `query prompt`. */
export function set(message: string, at: `${'query' | 'header' | 'form'} ${string}`, value: string | null): Edit {
  const [part = '', name = ''] = at.split(' ');
  return { message, kind: 'text', place: { part, name, index: 0 } as Place, value };
}

/** An edit of an answer on its way: a member of its JSON body. */
export function setInAnswer(message: string, name: string, value: string | null): Edit {
  return { message, of: 'answer', kind: 'text', place: { part: 'json', name, index: 0 }, value };
}
